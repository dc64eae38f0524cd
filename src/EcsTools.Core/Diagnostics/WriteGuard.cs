namespace EcsTools.Core.Diagnostics;

/// <summary>
/// The last look before a change leaves the process: a command that was never let through by the policy sends none. It does not weigh
/// what is sent, so that it is no substitute for asking the policy; it shows that somebody forgot to.
/// </summary>
public static class WriteGuard
{
    private static readonly AmbientValue<Func<bool>?> Ambient = new(null);

    /// <summary>Guards the present flow and everything started from it.</summary>
    /// <param name="isLetThrough">Tells whether the policy has let a change of this command through.</param>
    /// <returns>Dispose it to restore what was set before.</returns>
    public static IDisposable Use(Func<bool> isLetThrough) => Ambient.Use(isLetThrough);

    /// <summary>Lets through what changes no server, such as a temporary key.</summary>
    /// <returns>Dispose it to restore what was set before.</returns>
    internal static IDisposable Lift() => Ambient.Use(null);

    /// <summary>Refuses a change that the policy was never asked for. Who uses this library without commands has no policy.</summary>
    /// <param name="what">The call.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/>.</exception>
    internal static void Check(string what)
    {
        if (Ambient.Current is { } isLetThrough && !isLetThrough())
        {
            throw new EcsException(EcsErrorId.DeniedByPolicy, $"Cannot send {what}: the policy was not asked for this change.") { WasNotCarriedOut = true };
        }
    }
}
