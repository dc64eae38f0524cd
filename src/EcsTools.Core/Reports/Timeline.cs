using EcsTools.Core.Contracts;

namespace EcsTools.Core.Reports;

/// <summary>When what was done to which server.</summary>
/// <param name="Begin">When the first operation began.</param>
/// <param name="Length">How long all took; one second at least.</param>
/// <param name="Rows">A row for each operation.</param>
internal sealed record Timeline(DateTimeOffset Begin, TimeSpan Length, IReadOnlyList<TimelineRow> Rows)
{
    /// <summary>Lays operations out in time.</summary>
    /// <returns>The timeline; null if nothing was sent.</returns>
    public static Timeline? Create(IReadOnlyList<EcsOperation> operations)
    {
        EcsOperation[] sent = [.. operations.Where(o => o.Steps.Count > 0)];
        if (sent.Length == 0)
        {
            return null;
        }

        DateTimeOffset begin = sent.Min(o => o.StartedAt);
        TimeSpan length = sent.Max(End) - begin;
        return new Timeline(
            begin,
            length < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : length,
            [.. sent.Select(o => new TimelineRow(ReportText.Server(o), o.State.ToString(), OperationSection.Mark(o.State), [.. Spans(o, begin)]))]);
    }

    private static DateTimeOffset End(EcsOperation operation) =>
        operation.Steps.Select(s => s.EndedAt ?? s.StartedAt).Append(operation.EndedAt ?? operation.StartedAt).Max();

    // A journal of version 0.1 does not say when a step ended: it is taken to last until the next.
    private static IEnumerable<TimelineSpan> Spans(EcsOperation operation, DateTimeOffset begin)
    {
        DateTimeOffset end = End(operation);
        for (int i = 0; i < operation.Steps.Count; i++)
        {
            EcsOperationStep step = operation.Steps[i];
            DateTimeOffset until = step.EndedAt ?? (i + 1 < operation.Steps.Count ? operation.Steps[i + 1].StartedAt : end);
            yield return new TimelineSpan(PhaseOf(step.Name, operation.Kind), step.StartedAt - begin, until - begin);
        }

        if (operation.Steps[operation.Steps.Count - 1].EndedAt is { } last && last < end)
        {
            yield return new TimelineSpan(Phase.Check, last - begin, end - begin);
        }
    }

    private static Phase PhaseOf(string step, OperationKind kind) => step switch
    {
        nameof(StepKind.Stop) when kind != OperationKind.Stop => Phase.Stop,
        nameof(StepKind.Start) or nameof(StepKind.Restart) when kind is not (OperationKind.Start or OperationKind.Restart) => Phase.Boot,
        nameof(StepKind.CreateImage) when kind != OperationKind.ImageCreate => Phase.Backup,
        nameof(StepKind.CreateSnapshot) when kind != OperationKind.SnapshotCreate => Phase.Backup,
        nameof(StepKind.RebuildSystemDisk) => Phase.Wipe,
        _ => Phase.Change,
    };
}
