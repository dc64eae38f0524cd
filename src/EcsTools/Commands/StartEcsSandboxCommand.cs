using System.Net.Sockets;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Diagnostics;
using EcsTools.Internal;
using EcsTools.Parameters;
using EcsTools.Sandbox;

namespace EcsTools.Commands;

/// <summary>Starts clouds played on this machine and opens an account at each, or serves them on a loopback port.</summary>
[Cmdlet(VerbsLifecycle.Start, "EcsSandbox", DefaultParameterSetName = InProcessSet)]
[OutputType(typeof(EcsSandbox))]
public sealed class StartEcsSandboxCommand : EcsCmdlet
{
    private const string InProcessSet = "InProcess";
    private const string ListenSet = "Listen";

    /// <summary>Fills each cloud's fleet up to this number of servers.</summary>
    [Parameter]
    [ValidateRange(0, 100000)]
    public int InstanceCount { get; set; }

    /// <summary>How many times faster than real time passes; 60 by default: a minute in a second. Infinite: every wait ends at once.</summary>
    [Parameter]
    [ValidateRange(0.01, double.PositiveInfinity)]
    public double TimeScale { get; set; } = 60;

    /// <summary>How long every answer takes, in real time: a TimeSpan, or a number of milliseconds.</summary>
    [Parameter]
    [MillisecondsTransformation]
    public TimeSpan Latency { get; set; }

    /// <summary>Faults to play: a name (always), name:count (that many times) or name%chance (in a hundred), with @Read, @Write or @Later (reads after a write) behind it for those requests alone. They begin once its accounts are open.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FaultCompleter))]
    public string[] Fault { get; set; } = [];

    /// <summary>How many calls of each operation are allowed in a minute of the sandbox's time; any number by default.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int CallsPerMinute { get; set; }

    /// <summary>Leads the requests of its accounts through a socket, for tests of what the runtime's own HTTP stack does.</summary>
    [Parameter(DontShow = true, ParameterSetName = InProcessSet)]
    public SwitchParameter ThroughSocket { get; set; }

    /// <summary>Serves on this machine's loopback address, for other programs; opens no account.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ListenSet)]
    public SwitchParameter Listen { get; set; }

    /// <summary>The port; any free one by default.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>Keeps the command running until it is stopped with Ctrl+C; the sandbox stops with it.</summary>
    [Parameter(ParameterSetName = ListenSet)]
    public SwitchParameter Wait { get; set; }

    private protected override void End()
    {
        if (Session.Sandbox is not null)
        {
            Fail(new EcsException(EcsErrorId.SandboxAlreadyRunning, "A sandbox is already running in this session.")
            {
                RecommendedAction = "Use it (Get-EcsSandbox), or run Stop-EcsSandbox first.",
            });
        }

        Session.Sandbox = Start();
        try
        {
            Open(Session.Sandbox);
        }
        catch
        {
            Session.StopSandbox();
            throw;
        }

        WriteObject(Session.Sandbox.Describe());
        if (Wait)
        {
            Stay();
        }
    }

    // Another process's waits move no clock of ours: served on a port, such a sandbox would stand still.
    private VirtualClock Clock() => !double.IsInfinity(TimeScale)
        ? VirtualClock.Scaled(TimeScale)
        : !Listen
            ? VirtualClock.SelfAdvancing()
            : throw InputErrors.Create(
                "A sandbox that listens cannot have an infinite time scale: its clients use their own clocks.",
                "Specify -TimeScale a number, or omit -Listen.");

    private SandboxSession Start()
    {
        try
        {
            return new SandboxSession(
                new SandboxOptions
                {
                    InstanceCount = InstanceCount,
                    Clock = Clock(),
                    Latency = Latency,
                    Faults = Fault,
                    ThroughSocket = ThroughSocket,
                    CallsPerMinute = CallsPerMinute,
                },
                Accounts);
        }
        catch (FormatException error)
        {
            throw InputErrors.Create(
                error.Message,
                "Specify Name, Name:count, or Name%rate, optionally followed by @Read, @Write, or @Later. See about_EcsTools_Sandbox.",
                inner: error);
        }
    }

    private void Open(SandboxSession sandbox)
    {
        if (!Listen)
        {
            Run(sandbox.ConnectAsync);
            return;
        }

        try
        {
            sandbox.Listen(Port);
        }
        catch (SocketException error)
        {
            throw new EcsException(EcsErrorId.CannotListen, $"Cannot listen on port {Port}: {error.Message}", error)
            {
                RecommendedAction = "Specify another port with -Port, or omit it for any that is free.",
            };
        }
    }

    private void Stay()
    {
        try
        {
            Run(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        }
        finally
        {
            Session.StopSandbox();
        }
    }
}
