using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox;

/// <summary>How a sandbox is to be.</summary>
public sealed class SandboxOptions
{
    /// <summary>The names of all faults.</summary>
    public static IReadOnlyList<string> FaultNames => FaultSchedule.Names;

    /// <summary>Fills the first region of every cloud up to this number with <c>node-0001</c> ...; the cast is always there.</summary>
    public int InstanceCount { get; init; }

    /// <summary>The clock; by default real time.</summary>
    public VirtualClock Clock { get; init; } = VirtualClock.Scaled(1);

    /// <summary>How long every answer takes, in real time.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>True to lead the requests of handlers through a socket of this machine too.</summary>
    public bool ThroughSocket { get; init; }

    /// <summary>Faults to play: <c>Name</c> (always) or <c>Name:count</c> (that many times) or <c>Name%chance</c> (in a hundred); <c>@Read</c>, <c>@Write</c> or <c>@Later</c> (reads after a write) behind it for those requests alone.</summary>
    public IReadOnlyList<string> Faults { get; init; } = Array.Empty<string>();

    /// <summary>How many calls of each operation are allowed in a minute of sandbox time; 0 for any number.</summary>
    public int CallsPerMinute { get; init; }

    /// <summary>Operations the user has no right to, named as <see cref="SandboxServer.Operations"/> names them.</summary>
    public IReadOnlyList<string> DeniedOperations { get; init; } = Array.Empty<string>();

    /// <summary>How long Alibaba's work takes.</summary>
    public SandboxDelays AlibabaDelays { get; init; } = SandboxDelays.Alibaba;

    /// <summary>How long Huawei's and OTC's work takes.</summary>
    public SandboxDelays HuaweiDelays { get; init; } = SandboxDelays.Huawei;

    /// <summary>What the sandbox does where no source says what the clouds do.</summary>
    public UndocumentedBehavior UndocumentedBehavior { get; init; } = new();
}
