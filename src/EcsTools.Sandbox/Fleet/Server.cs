using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Fleet;

/// <summary>A server of the sandbox, in words that fit every cloud.</summary>
internal sealed class Server
{
    /// <summary>The id, in the cloud's own form.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; set; }

    /// <summary>The description.</summary>
    public string Description { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public ServerPhase Phase { get; set; } = ServerPhase.Running;

    /// <summary>Size, in the cloud's own form.</summary>
    public required string Size { get; set; }

    /// <summary>Virtual CPUs.</summary>
    public int Vcpu { get; set; } = 2;

    /// <summary>Memory in MiB.</summary>
    public int MemoryMiB { get; set; } = 8192;

    /// <summary>The image of the present system disk.</summary>
    public required string ImageId { get; set; }

    /// <summary>The zone.</summary>
    public required string Zone { get; init; }

    /// <summary>True for Windows.</summary>
    public bool IsWindows { get; set; }

    /// <summary>The key pair in force, or null.</summary>
    public string? KeyPairName { get; set; }

    /// <summary>The password in force; null if only a key opens it.</summary>
    public string? Password { get; set; }

    /// <summary>A password that comes into force at the next start or restart.</summary>
    public string? PendingPassword { get; set; }

    /// <summary>The private address.</summary>
    public required string PrivateIp { get; init; }

    /// <summary>The public address, or null.</summary>
    public string? PublicIp { get; set; }

    /// <summary>Tags.</summary>
    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The provider's lock reasons (financial, security ...).</summary>
    public List<string> ProviderLocks { get; } = [];

    /// <summary>Deletion protection (Alibaba) or the owner's lock (Huawei, OTC).</summary>
    public bool IsProtected { get; set; }

    /// <summary>True for a subscription.</summary>
    public bool IsSubscription { get; init; }

    /// <summary>When the subscription ends; null for pay as you go.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>True if it stands on a dedicated host.</summary>
    public bool IsOnDedicatedHost { get; init; }

    /// <summary>True if its size has local disks.</summary>
    public bool HasLocalDisks { get; init; }

    /// <summary>True if the guest does not listen to an orderly shutdown.</summary>
    public bool IgnoresShutdown { get; set; }

    /// <summary>True once a reinstallation has failed, until one succeeds.</summary>
    public bool LastReinstallFailed { get; set; }

    /// <summary>True for the server that Huawei and OTC make for the time of a reinstallation.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>True after an economical stop (Alibaba's StopCharging).</summary>
    public bool StoppedWithoutCharge { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last came up.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Its disks, the system disk among them if there is one.</summary>
    public List<Disk> Disks { get; } = [];

    /// <summary>How often its system disk was made anew: the effect that tests count.</summary>
    public int Wipes { get; set; }

    /// <summary>The disk it boots from, or null.</summary>
    public Disk? SystemDisk => Disks.FirstOrDefault(d => d.IsSystem);

    /// <summary>When the present phase began, on the time line.</summary>
    public TimeSpan PhaseSince { get; private set; }

    /// <summary>When the present phase will end, on the time line; null if it lasts.</summary>
    public TimeSpan? PhaseEnds { get; private set; }

    /// <summary>Grows with every phase, so that what an overtaken phase had planned is dropped.</summary>
    public int PhaseNumber { get; private set; }

    /// <summary>True once it was up: what was never started cannot be re-initialised.</summary>
    public bool WasStarted { get; set; } = true;

    /// <summary>The name the guest goes by; null for the server's own.</summary>
    public string? HostName { get; set; }

    /// <summary>True if an economical stop took its public address; the next start gives another.</summary>
    public bool LostPublicIp { get; set; }

    /// <summary>The phase in which a disk operation was refused for coming too early; see the choices.</summary>
    public int DiskLagAt { get; set; }

    /// <summary>True while an order of it waits to be paid.</summary>
    public bool HasUnpaidOrder { get; set; }

    /// <summary>When its size was last changed, on the time line; null for never.</summary>
    public TimeSpan? ResizedAt { get; set; }

    /// <summary>Enters a phase; use <see cref="RegionBackend.Enter(Server, ServerPhase)"/>.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="since">When it begins.</param>
    /// <param name="ends">When it ends, or null.</param>
    public void Enter(ServerPhase phase, TimeSpan since, TimeSpan? ends)
    {
        (Phase, PhaseSince, PhaseEnds) = (phase, since, ends);
        PhaseNumber++;
    }
}
