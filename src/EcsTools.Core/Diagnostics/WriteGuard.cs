using System.Collections.Concurrent;

namespace EcsTools.Core.Diagnostics;

/// <summary>
/// The last look before a change leaves the process: a command that was never let through by the policy sends none. It does not weigh
/// what is sent, so that it is no substitute for asking the policy; it shows that somebody forgot to.
/// </summary>
public static class WriteGuard
{
    private static readonly AmbientValue<Func<bool>?> Ambient = new(null);
    private static readonly ConcurrentDictionary<Func<string?>, bool> Conditions = new();

    /// <summary>Guards the present flow and everything started from it.</summary>
    /// <param name="isLetThrough">Tells whether the policy has let a change of this command through.</param>
    /// <returns>Dispose it to restore what was set before.</returns>
    public static IDisposable Use(Func<bool> isLetThrough) => Ambient.Use(isLetThrough);

    /// <summary>Adds a condition for everything that this process sends to change something: that its claims still hold, for one.</summary>
    /// <param name="findDanger">Says why nothing may be sent now; null where it may. Asked right before every try of every change.</param>
    /// <returns>Dispose it to take the condition away.</returns>
    public static IDisposable Require(Func<string?> findDanger)
    {
        Conditions.TryAdd(findDanger, true);
        return new Removal(findDanger);
    }

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

    /// <summary>Refuses a try of a change while a condition of <see cref="Require"/> does not hold.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    internal static void CheckConditions(string what)
    {
        foreach (KeyValuePair<Func<string?>, bool> condition in Conditions)
        {
            if (condition.Key() is { } danger)
            {
                throw new EcsException(EcsErrorId.JournalUnavailable, $"Cannot send {what}: {danger}.")
                {
                    WasNotCarriedOut = true,
                    RecommendedAction = "Run Get-EcsOperation to see what is open, and Resume-EcsOperation to settle it.",
                };
            }
        }
    }

    private sealed class Removal(Func<string?> condition) : IDisposable
    {
        public void Dispose() => Conditions.TryRemove(condition, out _);
    }
}
