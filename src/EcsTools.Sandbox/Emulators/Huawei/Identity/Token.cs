using System;
using System.Collections.Generic;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>A token that IAM has given out (docs/contracts/huawei-ecs.md 1.3).</summary>
internal sealed class Token
{
    /// <summary>The text sent in <c>X-Auth-Token</c>.</summary>
    public required string Text { get; init; }

    /// <summary>How its owner has identified himself.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The project it is for; null for the account.</summary>
    public required RegionBackend? Backend { get; init; }

    /// <summary>The agency it acts as, or null.</summary>
    public string? Agency { get; init; }

    /// <summary>When it was given out, in wall time.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it ends, in wall time.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
