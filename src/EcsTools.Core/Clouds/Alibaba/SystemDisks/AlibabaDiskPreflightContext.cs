namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>One server of which one disk is concerned, with what was looked up about it.</summary>
/// <param name="DiskId">The disk meant; null for the system disk.</param>
internal sealed record AlibabaDiskPreflightContext(
    StepTarget Target, string? DiskId, bool ConcernsAll, LookupResult<ILookup<string, AlibabaDisk>> Disks, LookupResult<ILookup<string, string>> UnderWay)
{
    /// <summary>The disk, or null if the server has none such.</summary>
    public AlibabaDisk? Disk => Disks.Value?[Target.Instance.Id].FirstOrDefault(d => DiskId is null ? d.Disk.IsSystemDisk : d.Disk.Id == DiskId);

    /// <summary>All disks that are concerned.</summary>
    public IEnumerable<AlibabaDisk> Concerned => ConcernsAll ? Disks.Value?[Target.Instance.Id] ?? [] : Disk is { } disk ? [disk] : [];

    /// <summary>True if the disks could not be read for want of a right.</summary>
    public bool IsDiskDenied => Disks.Error is not null;

    /// <summary>Tells whether a disk is attached and nothing is done to it.</summary>
    public static bool IsInUse(EcsDisk disk) => string.Equals(disk.Status, "In_use", StringComparison.OrdinalIgnoreCase);

    /// <summary>The disk is there and at rest.</summary>
    public EcsRequirement CheckDisk()
    {
        const string Id = EcsRequirementId.SystemDisk;
        return Disks.Error is { } denied ? Requirement.Unknown(Id, "Cannot read the disks of the server", denied)
            : Disk is not { Disk: { } disk }
                ? Requirement.Failed(Id, DiskId is null ? "No system disk is attached to the server." : $"Disk {DiskId} is not attached to this server.", "Run Get-EcsDisk to list its disks.")
            : !IsInUse(disk) ? Requirement.Failed(Id, $"Disk {disk.Id} is {disk.Status}; it must be In_use.", "Wait until the other task is complete.")
            : Requirement.Passed(Id, $"Disk {disk.Id} is attached, {disk.SizeGiB} GiB.");
    }

    /// <summary>The disk is there and at rest, and no other server has it too.</summary>
    public EcsRequirement CheckOwnDisk()
    {
        EcsRequirement attached = CheckDisk();
        return Disk is { Disk: { InstanceIds: { Count: > 1 } servers } disk }
            ? Requirement.Failed(EcsRequirementId.Disk, $"Disk {disk.Id} is also attached to {string.Join(", ", servers.Where(s => s != Target.Instance.Id))}.", "Detach it from the other servers first.")
            : new EcsRequirement(EcsRequirementId.Disk, attached.Outcome, attached.Detail, attached.Remedy);
    }

    /// <summary>The order for a change of a subscription's disk is wanted: no call has a parameter that leaves it unpaid.</summary>
    public static IEnumerable<EcsRequirement> CheckPayment(StepTarget target, AlibabaDisk? disk) => disk?.IsSubscription != true ? []
        : target.Options.AutoPay ? [Requirement.Passed(EcsRequirementId.Payment, "The order is paid at once.")]
        : [Requirement.Failed(EcsRequirementId.Payment, "The disk is a subscription: the provider places an order for the change and takes the payment at once.", "To pay it, specify -AutoPay.")];

    /// <summary>No snapshot is being made of what is concerned.</summary>
    public EcsRequirement CheckBusy() => AlibabaChecks.NoSnapshotUnderWay(
        new LookupResult<IReadOnlyList<string>>(UnderWay.Value is { } found ? [.. Concerned.SelectMany(d => found[d.Disk.Id])] : [], Disks.Error ?? UnderWay.Error));

    /// <summary>No lock of server or disk forbids an action.</summary>
    public EcsRequirement CheckLock(ServerAction action, DateTimeOffset now) => AlibabaLocks.Check(action, Target.Instance, Disk?.LockReasons ?? [], now);

    /// <summary>What must not change before the step is sent.</summary>
    /// <param name="more">What else the step wants to be kept, or null.</param>
    public Dictionary<string, string> Facts(IReadOnlyDictionary<string, string>? more = null)
    {
        Dictionary<string, string> facts = more?.ToDictionary(f => f.Key, f => f.Value) ?? [];
        facts[StepFactKeys.Status] = Target.Instance.Status.ToString();
        if (Disk is { } disk)
        {
            facts[StepFactKeys.DiskId] = disk.Disk.Id;
        }

        return facts;
    }
}
