using System;
using System.Linq;
using System.Reflection;

namespace EcsTools.Tests.Reliability;

/// <summary>
/// Turns the faults of a session's sandbox on and off, so that a scene can be set and looked at. It is no user's business, so that no
/// cmdlet has it, and the packed module's own assemblies are not known to the tests.
/// </summary>
public static class FaultSwitch
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Turns them; called in the session's runspace.</summary>
    /// <param name="plays">True to play them.</param>
    public static void Set(bool plays)
    {
        Type session = AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "EcsTools").GetType("EcsTools.Internal.EcsSession", throwOnError: true)!;
        object current = session.GetProperty("Current", Any)!.GetValue(null)!;
        object sandbox = session.GetProperty("Sandbox", Any)!.GetValue(current)!;
        object server = sandbox.GetType().GetField("_server", Any)!.GetValue(sandbox)!;
        server.GetType().GetProperty("PlaysFaults", Any)!.SetValue(server, plays);
    }
}
