namespace EcsTools.Tests.Safety.Wire;

/// <summary>A call on its way to the sandbox, as it went over the wire.</summary>
internal sealed class WireCall
{
    // Marks by which a call is known, and what it does. Whatever else is no read is a write of no name.
    private static readonly (string Mark, string Kind)[] Kinds =
    [
        ("ReInitDisk", "wipe"), ("ReplaceSystemDisk", "wipe"), ("/reinstallos", "wipe"), ("/changeos", "wipe"),
        ("StopInstance", "stop"), ("os-stop", "stop"), ("StartInstance", "start"), ("os-start", "start"),
        ("ModifyInstanceSpec", "resize"), ("ModifyPrepayInstanceSpec", "resize"), ("/resize", "resize"), ("/batch-resize", "resize"),
        ("ModifyInstanceNetworkSpec", "bandwidth"), ("ModifyEipAddressAttribute", "bandwidth"), ("/bandwidths/", "bandwidth"),
        ("ResizeDisk", "disk"), ("ModifyDiskSpec", "disk"), ("ModifyDiskAttribute", "disk"), ("\"os-extend\"", "disk"), ("\"os-retype\"", "disk"), ("/block_device/", "disk"),
        ("AttachDisk", "attach"), ("/attachvolume", "attach"), ("DetachDisk", "detach"), ("/detachvolume/", "detach"),
        ("DeleteInstance", "release"), ("/cloudservers/delete", "release"),
        ("ResetDisk", "rollback"), ("/rollback", "rollback"),
        ("CreateSnapshot", "snapshot"), ("/os-vendor-snapshots", "snapshot"), ("/snapshots", "snapshot"), ("/cloudsnapshots", "snapshot"),
        ("CreateImage", "image"), ("/cloudimages/action", "image"),
        ("ApplyAutoSnapshotPolicy", "policy"),
        ("RebootInstance", "restart"), ("\"reboot\"", "restart"),
        ("ModifyInstanceAttribute", "set"), ("/os-reset-password", "set"),
        ("/os-server-password", "erase"), ("RunCommand", "command"),
        ("RenewInstance", "renew"), ("/resources/renew", "renew"),
        ("ModifyInstanceAutoRenewAttribute", "auto-renewal"), ("/autorenew/", "auto-renewal"),
        ("RunInstances", "create"), ("/cloudservers HTTP", "create"),
        ("ModifyInstanceChargeType", "charge"), ("/change-charge-mode", "charge"), ("/to-on-demand", "charge"),
    ];

    // Questions that are too long for an address.
    private static readonly string[] Questions = ["/auth/tokens", "/bills/ratings/", "/suscriptions/resources/query"];

    /// <summary>Reads a call.</summary>
    /// <param name="text">Head and body.</param>
    public WireCall(string text)
    {
        Text = text;
        string[] lines = text.Split("\r\n");
        string? action = lines.FirstOrDefault(l => l.StartsWith("x-acs-action:", StringComparison.OrdinalIgnoreCase))?.Split(':', 2)[1].Trim();
        Name = action ?? lines[0];
        IsRead = action is null
            ? lines[0].StartsWith("GET ", StringComparison.Ordinal) || Questions.Any(q => lines[0].Contains(q, StringComparison.Ordinal))
            : action.StartsWith("Describe", StringComparison.Ordinal) || action.StartsWith("List", StringComparison.Ordinal) || action.StartsWith("Get", StringComparison.Ordinal);
        IsRead |= text.Contains("DryRun=true", StringComparison.Ordinal) || text.Contains("\"dry_run\":true", StringComparison.Ordinal);
        Kind = IsRead ? "read" : Kinds.FirstOrDefault(k => text.Contains(k.Mark, StringComparison.Ordinal)).Kind ?? "write";
    }

    /// <summary>Head and body.</summary>
    public string Text { get; }

    /// <summary>Its action or its first line.</summary>
    public string Name { get; }

    /// <summary>What it does: <c>read</c>, <c>wipe</c>, <c>stop</c> ..., or <c>write</c>.</summary>
    public string Kind { get; }

    /// <summary>True if it changes nothing.</summary>
    public bool IsRead { get; }

    /// <summary>The status of its answer; null if it never arrived.</summary>
    public int? Status { get; set; }

    /// <summary>What came back, or an empty text.</summary>
    public string Answer { get; set; } = "";

    /// <summary>True if the sandbox has done it.</summary>
    public bool IsDone => Status is >= 200 and < 300;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name} -> {Status}";
}
