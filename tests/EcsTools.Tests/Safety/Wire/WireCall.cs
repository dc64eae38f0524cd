using System;
using System.Linq;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>A call on its way to the sandbox, as it went over the wire.</summary>
/// <param name="text">Head and body.</param>
internal sealed class WireCall(string text)
{
    // Marks by which a call is known, and what it does. Whatever else is no read is a write of no name.
    private static readonly (string Mark, string Kind)[] Kinds =
    [
        ("ReInitDisk", "wipe"), ("ReplaceSystemDisk", "wipe"), ("/reinstallos", "wipe"), ("/changeos", "wipe"),
        ("StopInstance", "stop"), ("os-stop", "stop"), ("StartInstance", "start"), ("os-start", "start"),
        ("ModifyInstanceSpec", "resize"), ("ModifyPrepayInstanceSpec", "resize"), ("/resize", "resize"),
        ("DeleteInstance", "release"), ("/cloudservers/delete", "release"),
        ("CreateSnapshot", "snapshot"), ("/os-vendor-snapshots", "snapshot"), ("/snapshots", "snapshot"), ("/cloudsnapshots", "snapshot"),
        ("CreateImage", "image"), ("/cloudimages/action", "image"),
        ("ResetDisk", "rollback"), ("/rollback", "rollback"),
    ];

    private readonly string _line = text[..Math.Max(0, text.IndexOf("\r\n", StringComparison.Ordinal))];

    /// <summary>Head and body.</summary>
    public string Text { get; } = text;

    /// <summary>What it does: <c>read</c>, <c>wipe</c>, <c>stop</c> ..., or <c>write</c>.</summary>
    public string Kind => IsRead ? "read" : Kinds.FirstOrDefault(k => Text.Contains(k.Mark, StringComparison.Ordinal)).Kind ?? "write";

    /// <summary>True if it changes nothing.</summary>
    public bool IsRead => Action is { } action
        ? action.StartsWith("Describe", StringComparison.Ordinal) || action.StartsWith("List", StringComparison.Ordinal) || action.StartsWith("Get", StringComparison.Ordinal)
        : _line.StartsWith("GET ", StringComparison.Ordinal) || _line.Contains("/auth/tokens", StringComparison.Ordinal);

    /// <summary>The status of its answer; null if it never arrived.</summary>
    public int? Status { get; set; }

    /// <summary>What came back, or an empty text.</summary>
    public string Answer { get; set; } = "";

    /// <summary>True if the sandbox has done it.</summary>
    public bool IsDone => Status is >= 200 and < 300;

    private string? Action => Text.Split("\r\n").FirstOrDefault(l => l.StartsWith("x-acs-action:", StringComparison.OrdinalIgnoreCase))?.Split(':', 2)[1].Trim();

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Action ?? _line} -> {Status}";
}
