using EcsTools.Tests.Commands;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>Every operation that a cloud offers, as it is interrupted.</summary>
internal static class InterruptionScenarios
{
    private const string Password = $"([System.Net.NetworkCredential]::new('', '{ChangingCommand.Canary}').SecurePassword)";
    private const string Snapshot = "$null = $instance | New-EcsSnapshot -Confirm:$false; @($instance | Get-EcsSnapshot)[-1].Id";

    // A disk that is attached to no server is only left behind by one that is gone.
    private const string LooseDisk = "$s = Get-EcsInstance db-02 -Account $instance.Account | Get-EcsSnapshot | Where-Object Name -eq db-02-data; "
        + "$null = Remove-EcsInstance db-02 -Account $instance.Account -Confirm:$false -Force; $s.Id; $s.DiskId";

    private const string DataDisk = "($instance | Get-EcsDisk | Where-Object -Not IsSystemDisk).Id";

    private const string DetachedDisk = $"$d = {DataDisk}; $null = $instance | Dismount-EcsDisk -DiskId $d -Confirm:$false -Force; $d";

    private const string GivenDisk = "$d = ($instance | Get-EcsDisk | Where-Object IsSystemDisk).Id; "
        + "$null = $instance | Start-EcsRescue -HelperInstance web-03 -Confirm:$false -Force; $d";

    private const string Subscribe = "$null = $instance | Set-EcsChargeType -ChargeType Subscription -Period 1 -AutoPay -Confirm:$false -Force";

    private const string Resize =
        "$null = $instance | Set-EcsInstanceSize -Size @($instance | Get-EcsInstanceSize -Available)[0].Name -StopFirst -Start -NoWait -Confirm:$false -Force -JournalPath $journal";

    /// <summary>The operations at one account.</summary>
    /// <param name="account">The account.</param>
    /// <returns>A scene for each.</returns>
    public static IEnumerable<InterruptionScenario> At(string account) =>
        (account == SandboxFixture.Alibaba ? OfAlibaba() : OfHuaweiAndTelekom(account)).Concat([Resume(account), Create(account)]);

    private static IEnumerable<InterruptionScenario> OfAlibaba()
    {
        const string Account = SandboxFixture.Alibaba;
        yield return new(Account, "reinstall", "Invoke-EcsOsReinstall -StopFirst -Backup None", ["stop", "wipe"], "wipe")
        {
            // The disk keeps its id, and nothing else tells (docs/contracts/alibaba-ecs.md 3.14).
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(Account, "reinstall with backup", "Invoke-EcsOsReinstall -StopFirst -Backup Snapshot", ["stop", "snapshot", "wipe"], "wipe")
        {
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(Account, "reinstall with image", "Invoke-EcsOsReinstall -StopFirst -Backup Image", ["stop", "image", "wipe"], "wipe")
        {
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(Account, "reset", "Reset-EcsSystemDisk -StopFirst -Start -Backup None", ["stop", "wipe"], "wipe")
        {
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(Account, "switch", "Switch-EcsSystemDisk -ImageId $image -StopFirst -Backup None", ["stop", "wipe", "start", "policy"], "wipe")
        {
            LeavesNoProofOfNothing = true,
        };
        yield return new(Account, "resize", "Set-EcsInstanceSize -Size $size -StopFirst -Start", ["stop", "resize", "start"], "resize")
        {
            LeavesNoProofOfNothing = true,
        };
        yield return new(Account, "bandwidth", "Set-EcsBandwidth -Bandwidth 20", ["bandwidth"], "bandwidth") { Server = "web-01", LeavesNoProofOfNothing = true };
        yield return SizeAndBandwidth(Account, "web-04") with { LeavesNoProofOfNothing = true };
        yield return new(Account, "larger disk", "Set-EcsDisk -SystemDisk -SizeGiB 100", ["disk"], "disk") { LeavesNoProofOfNothing = true };
        yield return new(Account, "disk type", "Set-EcsDisk -SystemDisk -Category cloud_efficiency", ["disk"], "disk") { LeavesNoProofOfNothing = true };
        yield return new(Account, "detached disk", "Dismount-EcsDisk -DiskId $made", ["detach"], "detach") { Server = "db-02", IsStopped = true, Before = DataDisk, LeavesNoProofOfNothing = true };
        yield return new(Account, "attached disk", "Mount-EcsDisk -DiskId $made", ["attach"], "attach") { Server = "db-01", IsStopped = true, Before = DetachedDisk, LeavesNoProofOfNothing = true };
        yield return new(Account, "release", "Remove-EcsInstance -Running", ["release"], "release") { EndsGone = true, LeavesNoProofOfNothing = true };
        yield return new(Account, "snapshot", "New-EcsSnapshot", ["snapshot"], "snapshot") { LeavesNoProofOfNothing = true };
        yield return new(Account, "image", "New-EcsImage", ["image"], "image") { LeavesNoProofOfNothing = true };
        yield return new(Account, "roll back", "Restore-EcsSnapshot -SnapshotId $made -StopFirst", ["stop", "rollback"], "rollback")
        {
            // Its start comes when the calls that are held have long timed out.
            Before = Snapshot,
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        foreach (InterruptionScenario scenario in OfSubscriptions(Account))
        {
            yield return scenario;
        }

        yield return NewPassword(Account) with
        {
            Name = "password by the agent",
            Command = $"Reset-EcsPassword -Method Agent -Password {Password}",
            Writes = ["command"],
            Main = "command",
            LooksAtNothing = false,
            IsAcceptedLate = true,
        };
        yield return NewPassword(Account);
        yield return NewPasswordAndRestart(Account);
    }

    private static IEnumerable<InterruptionScenario> OfHuaweiAndTelekom(string account)
    {
        yield return new(account, "reinstall", "Invoke-EcsOsReinstall -StopFirst -Backup None", ["stop", "wipe"], "wipe");
        yield return new(account, "reinstall with backup", "Invoke-EcsOsReinstall -StopFirst -Backup Image", ["stop", "image", "wipe"], "wipe");
        yield return new(account, "reset", "Reset-EcsSystemDisk -StopFirst -Backup None", ["stop", "wipe"], "wipe");
        yield return new(account, "switch", "Switch-EcsSystemDisk -ImageId $image -StopFirst -Backup None", ["stop", "wipe"], "wipe");
        yield return new(account, "resize", "Set-EcsInstanceSize -Size $size -StopFirst -Start", ["stop", "resize", "start"], "resize");
        yield return new(account, "bandwidth", "Set-EcsBandwidth -Bandwidth 20", ["bandwidth"], "bandwidth") { Server = "web-02" };
        yield return SizeAndBandwidth(account, "web-04");
        yield return new(account, "larger disk", "Set-EcsDisk -SystemDisk -SizeGiB 100", ["disk"], "disk");
        yield return new(account, "disk type", "Set-EcsDisk -SystemDisk -Category ESSD", ["disk"], "disk");
        yield return new(account, "attached disk", "Mount-EcsDisk -DiskId $made", ["attach"], "attach") { Server = "db-01", IsStopped = true, Before = DetachedDisk };
        yield return new(account, "roll back with detachment", "Restore-EcsSnapshot -SnapshotId $made -StopFirst -IncludeDetach", ["stop", "detach", "rollback"], "rollback")
        {
            Before = Snapshot,
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(account, "rescue", "Start-EcsRescue -HelperInstance prepaid-01", ["detach", "attach"], "attach")
        {
            Server = "hpc-01",
            IsStopped = true,
            LacksDiskWhen = EcsOperationState.Succeeded,
        };
        yield return new(account, "end of a rescue", "Stop-EcsRescue -DiskId $made -LeaveStopped", ["detach", "attach"], "detach")
        {
            Server = "oldimage-01",
            IsStopped = true,
            Before = GivenDisk,
            LacksDiskWhen = EcsOperationState.Abandoned,
            WithoutDisk = EcsInstanceStatus.Rescued,
        };
        yield return new(account, "release", "Remove-EcsInstance -Running", ["release"], "release") { EndsGone = true };
        yield return new(account, "image", "New-EcsImage", ["image"], "image");
        yield return new(account, "snapshot", "New-EcsSnapshot", ["snapshot"], "snapshot");
        yield return new(account, "roll back", "Restore-EcsSnapshot -SnapshotId $made", ["rollback"], "rollback")
        {
            Server = "web-01",
            Before = LooseDisk,
            LeavesNoProof = true,
            LeavesNoProofOfNothing = true,
        };
        yield return new(account, "stored password", "Remove-EcsPassword", ["erase"], "erase") { Server = "win-01" };
        if (account == SandboxFixture.Huawei)
        {
            foreach (InterruptionScenario scenario in OfSubscriptions(account))
            {
                yield return scenario;
            }

            yield return NewPassword(account);
            yield return NewPasswordAndRestart(account);
        }
    }

    // Two changes in one operation: what was not sent of the second is left to the user, and what was lost is not sent again.
    private static InterruptionScenario SizeAndBandwidth(string account, string server) =>
        new(account, "size and bandwidth", "Set-EcsInstanceSize -Size $size -Bandwidth 20 -StopFirst -Start", ["stop", "resize", "start", "bandwidth"], "resize")
        {
            Server = server,
            FollowUp = "bandwidth",
        };

    private static IEnumerable<InterruptionScenario> OfSubscriptions(string account) =>
    [
        new(account, "renewal", "Update-EcsSubscription -Period 1 -AutoPay", ["renew"], "renew") { Before = Subscribe, LeavesNoProofOfNothing = true },
        new(account, "auto-renewal", "Update-EcsSubscription -AutoRenew On", ["auto-renewal"], "auto-renewal") { Before = Subscribe, LeavesNoProofOfNothing = true },
        new(account, "charge type", "Set-EcsChargeType -ChargeType Subscription -Period 1 -AutoPay", ["charge"], "charge") { LeavesNoProofOfNothing = true },
    ];

    // What was sent by somebody else is followed, and the start that it owes is given.
    private static InterruptionScenario Resume(string account) => new(account, "resume", "ForEach-Object { Get-EcsOperation -Instance $_ } | Resume-EcsOperation", ["start"], "start")
    {
        Before = Resize,
        Switches = "-ThrottleLimit 100",
        OnlyCompletes = true,
    };

    private static InterruptionScenario Create(string account) =>
        new(account, "creation", "ForEach-Object { New-EcsInstance -Name $_ -LikeInstance ($_ -replace '^created-') -Confirm:$false -Force }", ["create"], "create")
        {
            Switches = "",
            Creates = true,

            // A server that does not show may still come.
            LeavesNoProofOfNothing = true,
        };

    // Nothing that can be read tells a password.
    private static InterruptionScenario NewPassword(string account) => new(account, "password", $"Reset-EcsPassword -Method Api -Password {Password}", ["set"], "set")
    {
        LooksAtNothing = true,
        LeavesNoProof = true,
        LeavesNoProofOfNothing = true,
    };

    private static InterruptionScenario NewPasswordAndRestart(string account) => NewPassword(account) with
    {
        Name = "password and restart",
        Command = $"Reset-EcsPassword -Method Api -Restart -Password {Password}",
        Writes = ["set", "restart"],
        LooksAtNothing = false,
    };
}
