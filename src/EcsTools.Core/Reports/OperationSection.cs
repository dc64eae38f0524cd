namespace EcsTools.Core.Reports;

/// <summary>What has come of operations: what failed first.</summary>
internal static class OperationSection
{
    public static ReportSection Create(IReadOnlyList<EcsOperation> operations)
    {
        EcsOperation[] ordered = [.. operations.OrderByDescending(o => Mark(o.State)).ThenBy(o => o.StartedAt)];
        return new ReportSection(
            "Operations",
            [
                new ReportFact("Operations", Tally.Count(ordered.Select(o => $"{OperationNames.Title(o.Kind)}: {o.State}"))),
                new ReportFact("Accounts", Tally.Count(ordered.Select(o => ReportText.Place(o.Account, o.Region)))),
                new ReportFact("Errors", Tally.Count(ordered.Where(o => o.ErrorId is not null).Select(o => o.ErrorId!))),
                new ReportFact("Began", ReportText.Time(ordered.Min(o => o.StartedAt))),
                new ReportFact("Ended", ordered.All(o => o.EndedAt is not null) ? ReportText.Time(ordered.Max(o => o.EndedAt!.Value)) : "not all have ended"),
            ],
            [.. ordered.Select(Item)],
            Timeline.Create(ordered));
    }

    public static ReportMark Mark(EcsOperationState state) => state switch
    {
        EcsOperationState.Succeeded => ReportMark.Good,
        EcsOperationState.Failed or EcsOperationState.Unknown => ReportMark.Bad,
        _ => ReportMark.Doubtful,
    };

    private static ReportItem Item(EcsOperation operation) => new(
        $"{OperationNames.Title(operation.Kind)} of {ReportText.Server(operation)}",
        ReportText.Place(operation.Account, operation.Region),
        operation.State.ToString(),
        Mark(operation.State),
        [
            new ReportFact("Message", operation.Message ?? ""),
            new ReportFact("Error", operation.ErrorId ?? ""),
            new ReportFact("Began", ReportText.Time(operation.StartedAt)),
            new ReportFact("Ended", operation.EndedAt is { } end ? $"{ReportText.Time(end)}, after {ReportText.Duration(end - operation.StartedAt)}" : ""),
            new ReportFact("Steps", [.. operation.Steps.Select(Step)]),
            new ReportFact("Image", operation.ImageId ?? ""),
            new ReportFact("Snapshot", operation.SnapshotId ?? ""),
            new ReportFact("Operation ID", operation.OperationId),
            new ReportFact("Jobs", operation.JobIds),
            new ReportFact("Requests", operation.RequestIds),
        ]);

    private static string Step(EcsOperationStep step) => step.EndedAt is { } end
        ? $"{step.Name}: {ReportText.Time(step.StartedAt)}, {ReportText.Duration(end - step.StartedAt)}"
        : $"{step.Name}: {ReportText.Time(step.StartedAt)}";
}
