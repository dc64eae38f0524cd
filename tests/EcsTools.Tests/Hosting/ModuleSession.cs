using System.Diagnostics;
using System.Management.Automation.Runspaces;

namespace EcsTools.Tests.Hosting;

/// <summary>A runspace of its own with the packed module in it.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Opens a runspace and imports the module.</summary>
    /// <param name="import">False for a runspace without the module.</param>
    /// <param name="language">What the runspace lets scripts do from its start.</param>
    public ModuleSession(bool import = true, PSLanguageMode language = PSLanguageMode.FullLanguage)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.LanguageMode = language;
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        if (import)
        {
            Run($"Import-Module '{Repository.Manifest}'");
        }
    }

    /// <summary>The host.</summary>
    public RecordingHost Host { get; } = new();

    /// <summary>What the host remembers.</summary>
    public RecordingUserInterface Records => Host.Records;

    /// <summary>Runs a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="variables">Variables set before it, by name.</param>
    /// <returns>What came of it.</returns>
    public Outcome Invoke(string script, params (string Name, object? Value)[] variables)
    {
        foreach ((string name, object? value) in variables)
        {
            _runspace.SessionStateProxy.SetVariable(name, value);
        }

        using PowerShell shell = PowerShell.Create(_runspace);
        PSDataCollection<PSObject> output = [];
        List<ErrorRecord> errors = [];
        bool terminated = false;
        try
        {
            shell.AddScript(script).Invoke(null, output);
        }
        catch (RuntimeException error)
        {
            errors.Add(error.ErrorRecord);
            terminated = true;
        }

        return new Outcome([.. output], [.. shell.Streams.Error, .. errors], terminated);
    }

    /// <summary>Runs a script that must not fail.</summary>
    /// <param name="script">The script.</param>
    /// <param name="variables">Variables set before it, by name.</param>
    /// <returns>What it wrote.</returns>
    public IReadOnlyList<PSObject> Run(string script, params (string Name, object? Value)[] variables)
    {
        Outcome outcome = Invoke(script, variables);
        Assert.True(outcome.Errors.Count == 0, string.Join(Environment.NewLine, outcome.Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}")));
        return outcome.Output;
    }

    /// <summary>Runs a script and stops it, as Ctrl+C does, once it is under way.</summary>
    /// <param name="script">The script.</param>
    /// <param name="isUnderWay">Tells when to stop it, by what it has written so far.</param>
    /// <param name="cancellation">Ends the wait for that.</param>
    /// <returns>How long it took to end.</returns>
    public async Task<TimeSpan> StopAsync(string script, Func<PSDataCollection<PSObject>, bool> isUnderWay, CancellationToken cancellation)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        PSDataCollection<PSObject> output = [];
        Task running = shell.AddScript(script).InvokeAsync<PSObject, PSObject>(null, output);
        while (!isUnderWay(output))
        {
            Assert.False(running.IsCompleted, "The script ended by itself.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellation);
        }

        Stopwatch watch = Stopwatch.StartNew();
        await shell.StopAsync(null, null);
        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        return watch.Elapsed;
    }

    /// <summary>Runs a script and stops it, as Ctrl+C does, unless it ends by itself before.</summary>
    /// <param name="script">The script.</param>
    /// <param name="isUnderWay">Tells when to stop it.</param>
    /// <param name="cancellation">Ends the wait for that.</param>
    /// <returns>A task that ends with the script.</returns>
    public async Task InterruptAsync(string script, Func<bool> isUnderWay, CancellationToken cancellation)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        Task running = shell.AddScript(script).InvokeAsync();
        while (!running.IsCompleted && !isUnderWay())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellation);
        }

        await shell.StopAsync(null, null);
        await Task.WhenAny(running); // how it ended is not what is asked here
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}
