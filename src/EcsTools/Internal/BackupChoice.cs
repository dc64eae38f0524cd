using System.Management.Automation.Host;

using EcsTools.Core.Accounts;
using EcsTools.Core.Operations;

namespace EcsTools.Internal;

/// <summary>Has a person choose the backup of wipes, once for all accounts where the choice is valid.</summary>
internal sealed class BackupChoice(Confirmation confirmation)
{
    private const int NamedServers = 5;

    private static readonly ChoiceDescription Cancel = new("&Cancel", "Does nothing. The servers are not changed.");
    private BackupKind? _chosen;
    private bool _isCanceled;

    /// <summary>Asks, unless it was answered before in a way that holds here too. Enter cancels.</summary>
    /// <returns>The backup, or null to do nothing.</returns>
    public BackupKind? Ask(ConnectedAccount account, OperationKind kind, IReadOnlyList<EcsInstance> instances)
    {
        IReadOnlyList<BackupKind> offered = OperationPlanner.BackupsFor(account, kind);
        if (_isCanceled || (_chosen is { } chosen && offered.Contains(chosen)))
        {
            return _isCanceled ? null : _chosen;
        }

        int answer = confirmation.Choose(
            "Backup",
            $"All data on the system disk of {Names(instances)} will be erased, and no backup was specified with -Backup.\nCreate a backup first?",
            [.. offered.Select(Describe), Cancel],
            "Specify -Backup None, -Backup Image, or -Backup Snapshot. To continue without a prompt, specify -Confirm:$false too.");
        _isCanceled = answer < 0 || answer == offered.Count;
        return _chosen = _isCanceled ? null : offered[answer];
    }

    private static string Names(IReadOnlyList<EcsInstance> instances) => instances.Count == 1
        ? instances[0].ToString()
        : $"{instances.Count} servers in account {instances[0].Account} ({ServerNames.Shorten(instances, NamedServers)})";

    private static ChoiceDescription Describe(BackupKind kind) => kind switch
    {
        BackupKind.Snapshot => new("&Snapshot", "Creates and verifies a snapshot of the system disk, then erases the disk. Restore it with Restore-EcsSnapshot. It is billed until you delete it."),
        BackupKind.Image => new("&Image", "Creates and verifies an image of the system disk, then erases the disk. Go back to it with Switch-EcsSystemDisk -ImageId. It is billed until you delete it."),
        _ => new("&None", "Creates no backup. Lost data cannot be recovered."),
    };
}
