using System.Reflection;

using EcsTools.Tests.Reliability;

namespace EcsTools.Tests.Guests;

/// <summary>
/// Lets a real system be the guest of a server of a session's sandbox. It is no user's business, so that no cmdlet has it.
/// </summary>
public static class SandboxGuest
{
    /// <summary>Lets it; called in the session's runspace.</summary>
    /// <param name="cloud">The sandbox's name of the cloud, for example <c>OpenTelekom</c>.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="guest">A <see cref="QemuGuest"/>.</param>
    public static void Use(string cloud, string name, object guest)
    {
        QemuGuest machine = (QemuGuest)guest;
        object server = FaultToggle.FindServer();
        server.GetType().GetMethod("UseGuest", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(
            server,
            [cloud, name, machine.Address, (Action<bool, IReadOnlyDictionary<string, string>>)machine.Boot, (Action)machine.Halt, (Func<string>)machine.ReadConsole]);
    }
}
