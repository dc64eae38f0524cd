namespace EcsTools.Sandbox;

/// <summary>How long a cloud of the sandbox takes for its work, in sandbox time. The figures are choices: no source states them.</summary>
public sealed record SandboxDelays
{
    /// <summary>Figures for Alibaba.</summary>
    public static SandboxDelays Alibaba { get; } = new();

    /// <summary>Figures for Huawei and OTC.</summary>
    public static SandboxDelays Huawei { get; } = new()
    {
        Start = TimeSpan.FromSeconds(15),
        Reinstall = TimeSpan.FromSeconds(90),
        Replace = TimeSpan.FromSeconds(90),
    };

    /// <summary>No delay anywhere: what is accepted is done before the next request.</summary>
    public static SandboxDelays None { get; } = new()
    {
        Appear = TimeSpan.Zero,
        Create = TimeSpan.Zero,
        AttachKey = TimeSpan.Zero,
        Start = TimeSpan.Zero,
        Stop = TimeSpan.Zero,
        Reboot = TimeSpan.Zero,
        Delete = TimeSpan.Zero,
        Reinstall = TimeSpan.Zero,
        Replace = TimeSpan.Zero,
        RollBack = TimeSpan.Zero,
        Snapshot = TimeSpan.Zero,
        Resize = TimeSpan.Zero,
        Image = TimeSpan.Zero,
        Extend = TimeSpan.Zero,
        ChangeDisk = TimeSpan.Zero,
        Bandwidth = TimeSpan.Zero,
        Order = TimeSpan.Zero,
    };

    /// <summary>Until reads show a server that was created.</summary>
    public TimeSpan Appear { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From then on until it starts.</summary>
    public TimeSpan Create { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Until a stopped server has another key pair (Huawei; docs/contracts/huawei-ecs-lifecycle.md 5: 5 to 10 minutes).</summary>
    public TimeSpan AttachKey { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From stopped to running.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From running to stopped.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A whole restart.</summary>
    public TimeSpan Reboot { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Until a released server is gone.</summary>
    public TimeSpan Delete { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A system disk made anew from its own image.</summary>
    public TimeSpan Reinstall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A system disk made from another image.</summary>
    public TimeSpan Replace { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A disk rolled back to a snapshot.</summary>
    public TimeSpan RollBack { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>A snapshot, from first to last percent.</summary>
    public TimeSpan Snapshot { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A change of size.</summary>
    public TimeSpan Resize { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A disk made larger.</summary>
    public TimeSpan Extend { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A disk given another type.</summary>
    public TimeSpan ChangeDisk { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An image made of a server.</summary>
    public TimeSpan Image { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Until reads show a new bandwidth.</summary>
    public TimeSpan Bandwidth { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>From the payment of an order until it is carried out.</summary>
    public TimeSpan Order { get; init; } = TimeSpan.FromSeconds(3);
}
