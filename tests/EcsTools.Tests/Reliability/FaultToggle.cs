using System.Reflection;

namespace EcsTools.Tests.Reliability;

/// <summary>
/// Turns the faults of a session's sandbox on and off, so that a scene can be set and looked at. It is no user's business, so that no
/// cmdlet has it, and the packed module's own assemblies are not known to the tests.
/// </summary>
public static class FaultToggle
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Turns them; called in the session's runspace.</summary>
    /// <param name="plays">True to play them.</param>
    public static void Set(bool plays)
    {
        object server = FindServer();
        server.GetType().GetProperty("PlaysFaults", Any)!.SetValue(server, plays);
    }

    /// <summary>Finds the sandbox's part of a journal; called in the session's runspace.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <returns>The folder of the sandbox's operations in it.</returns>
    public static string FindJournal(string folder)
    {
        object sandbox = FindSandbox();
        object journals = sandbox.GetType().GetProperty("Journals", Any)!.GetValue(sandbox)!;
        return (string)journals.GetType().GetMethod("FolderIn", Any)!.Invoke(journals, [folder])!;
    }

    /// <summary>Has the accounts of the session's sandbox keep their state where those of clouds do; called in the session's runspace.</summary>
    public static void KeepStateOutside()
    {
        object registry = FindSession().GetType().GetProperty("Accounts", Any)!.GetValue(FindSession())!;
        foreach (object account in (System.Collections.IEnumerable)registry.GetType().GetProperty("All", Any)!.GetValue(registry)!)
        {
            account.GetType().GetProperty("SandboxJournals", Any)!.SetValue(account, null);
        }
    }

    /// <summary>Makes a counter of the requests that the sandbox gets, for threads without a runspace; called in the session's runspace.</summary>
    /// <returns>Tells how often operations with a word in their names were asked for.</returns>
    public static Func<string, int> CountRequests()
    {
        object server = FindServer();
        PropertyInfo operations = server.GetType().GetProperty("Operations", Any)!;
        return name => ((IReadOnlyDictionary<string, int>)operations.GetValue(server)!).Where(o => o.Key.Contains(name, StringComparison.Ordinal)).Sum(o => o.Value);
    }

    /// <summary>Finds the session's sandbox; called in its runspace.</summary>
    internal static object FindServer()
    {
        object sandbox = FindSandbox();
        return sandbox.GetType().GetField("_server", Any)!.GetValue(sandbox)!;
    }

    private static object FindSandbox() => FindSession().GetType().GetProperty("Sandbox", Any)!.GetValue(FindSession())!;

    private static object FindSession()
    {
        Type session = AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "EcsTools").GetType("EcsTools.Internal.EcsSession", throwOnError: true)!;
        return session.GetProperty("Current", Any)!.GetValue(null)!;
    }
}
