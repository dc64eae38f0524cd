using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Fleet;

/// <summary>An image of the sandbox.</summary>
internal sealed class Image
{
    /// <summary>The id, in the cloud's own form.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>For example Ubuntu, Windows, RedHat, SUSE.</summary>
    public required string Platform { get; init; }

    /// <summary>System and version as people say it: <c>Ubuntu 22.04</c>.</summary>
    public string OsName { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>True for Windows.</summary>
    public bool IsWindows { get; init; }

    /// <summary>False for an image somebody made from a server.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>Size in GiB: the smallest system disk it fits on.</summary>
    public int SizeGiB { get; init; } = 20;

    /// <summary>False while it is being made or after it was withdrawn.</summary>
    public bool IsUsable { get; set; } = true;

    /// <summary>How far its making is; 0 to 100.</summary>
    public int Percent { get; set; } = 100;

    /// <summary>True if it could not be finished.</summary>
    public bool HasFailed { get; set; }

    /// <summary>What whoever made it says of it.</summary>
    public string Description { get; init; } = "";

    /// <summary>The snapshots it is made of, that of the system disk first; none for one of the cloud's own.</summary>
    public IReadOnlyList<Snapshot> Snapshots { get; init; } = [];

    /// <summary>Tags.</summary>
    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>False if it holds no Cloud-Init (Huawei: <c>__support_fc_inject</c> is then true).</summary>
    public bool HasCloudInit { get; init; } = true;
}
