using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Operations;

/// <summary>A plan together with what is needed to carry it out.</summary>
public sealed class PlannedOperation
{
    internal PlannedOperation(ConnectedAccount account, OperationOptions options, EcsPlan plan, ICloudStep step, ICloudStep? backup, IReadOnlyDictionary<string, string> facts)
    {
        Account = account;
        Options = options;
        Plan = plan;
        Step = step;
        Backup = backup;
        Facts = facts;
    }

    /// <summary>The account that the server belongs to.</summary>
    public ConnectedAccount Account { get; }

    /// <summary>What the user chose.</summary>
    public OperationOptions Options { get; }

    /// <summary>The plan as the user sees it.</summary>
    public EcsPlan Plan { get; }

    /// <summary>Password reset: whose password it is.</summary>
    public string UserName => GuestUser.Of(Plan.Instance, Options);

    /// <summary>True for a wipe for which no backup was chosen, None included.</summary>
    public bool LacksBackup => Options.Backup is null && Step.Kind == StepKind.RebuildSystemDisk;

    /// <summary>Why there is nothing to do: the server is already as wanted, and nothing is sent or written down. Null if there is something.</summary>
    public string? NothingToDo { get; init; }

    /// <summary>True if it destroys data or the server.</summary>
    public bool IsDestructive => OperationDefinition.Of(Options.Kind).Destroys;

    /// <summary>Called under the server's claim right before the operation begins; it refuses by an <see cref="EcsException"/>.</summary>
    internal Action? Begins { get; set; }

    /// <summary>Another server that is changed, too; null if none is.</summary>
    public EcsInstance? Other { get; init; }

    internal ICloudStep Step { get; }

    internal ICloudStep? Backup { get; }

    internal IReadOnlyDictionary<string, string> Facts { get; }
}
