using EcsTools.Core.Auditing;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.State;

namespace EcsTools.Core.Journaling;

/// <summary>
/// Copies the state from one store to another: operations, spent plans, and the audit log, whose chain shows that nothing was lost. What was
/// copied before is not copied again, so that it may be run once more.
/// </summary>
public static class StateCopy
{
    private const int LinesAtOnce = 1000;

    /// <summary>Copies everything.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AuditDamaged"/> if the source's audit log is not intact,
    /// <see cref="EcsErrorId.InvalidInput"/> if the destination has another one, <see cref="EcsErrorId.OperationInProgress"/> if operations are
    /// being carried out; then nothing was copied. Or a store cannot be used.</exception>
    public static EcsStateCopy Run(IStateStore source, IStateStore destination)
    {
        if (source.Location == destination.Location)
        {
            throw InputErrors.Create("Source and destination are the same.", "Specify two places.");
        }

        if (source is FileStateStore && !Directory.Exists(source.Location))
        {
            throw InputErrors.Create($"Cannot find the folder {source.Location}.", "Specify the folder of a journal.");
        }

        destination.Prepare();
        EcsAuditCheck check = Check(source);
        string[] missing = [.. FindMissing(source, destination)];
        StoredOperation[] operations = [.. source.Read()];
        ISet<string> claimed = source.FindClaimed([.. operations.Select(o => o.ServerKey).Distinct()]);
        if (Array.Find(operations, o => claimed.Contains(o.ServerKey)) is { } busy)
        {
            throw InProgress(busy, source);
        }

        foreach (StoredOperation operation in operations)
        {
            using IDisposable claim = destination.TryClaim(operation.ServerKey) ?? throw InProgress(operation, destination);
            destination.Write(operation.ServerKey, operation.OperationId, operation.ReadText());
        }

        string[] spent = [.. source.ReadSpent()];
        foreach (string plan in spent)
        {
            destination.TrySpend(plan);
        }

        for (int copied = 0; copied < missing.Length; copied += LinesAtOnce)
        {
            destination.Audit.Import([.. missing.Skip(copied).Take(LinesAtOnce)]);
        }

        EcsAuditCheck there = Check(destination);
        return there.Head == check.Head
            ? new EcsStateCopy
            {
                Source = source.Location,
                Destination = destination.Location,
                OperationCount = operations.Length,
                SpentPlanCount = spent.Length,
                AuditRecordCount = there.RecordCount,
                Head = there.Head,
            }
            : throw Differs(source, destination);
    }

    private static EcsAuditCheck Check(IStateStore store)
    {
        EcsAuditCheck check = AuditReader.Check(store.Audit, null);
        return check.IsIntact ? check : throw new EcsException(EcsErrorId.AuditDamaged, $"The audit log in {check.Path} is not intact: {check.Problems[0]}")
        {
            WasNotCarriedOut = true,
            RecommendedAction = "Compare it with a backup of the log. A log that is not intact is not copied; to begin a new one, move it away.",
        };
    }

    // The destination may have the beginning of the same log, from a copy that was interrupted or is brought up to date.
    private static IEnumerable<string> FindMissing(IStateStore source, IStateStore destination)
    {
        using IEnumerator<StoredAuditLine> there = destination.Audit.ReadLines().GetEnumerator();
        bool isThere = there.MoveNext();
        foreach (StoredAuditLine line in source.Audit.ReadLines())
        {
            if (!isThere)
            {
                yield return line.Text;
                continue;
            }

            if (there.Current.Text != line.Text)
            {
                throw Differs(source, destination);
            }

            isThere = there.MoveNext();
        }

        if (isThere)
        {
            throw Differs(source, destination);
        }
    }

    private static EcsException Differs(IStateStore source, IStateStore destination) => new(
        EcsErrorId.InvalidInput, $"{destination.Location} has an audit log that is not the beginning of the one in {source.Location}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Copy to a store that is empty, or that has only what an earlier copy has brought.",
    };

    private static EcsException InProgress(StoredOperation operation, IStateStore store) => new(
        EcsErrorId.OperationInProgress, $"An operation on the server of {operation.Name} is in progress in {store.Location}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Wait until it is complete, and run the command again.",
    };
}
