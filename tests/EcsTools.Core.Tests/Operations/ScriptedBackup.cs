using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A step that makes backups and does what the test says.</summary>
/// <param name="sent">Where it writes down what is sent.</param>
internal sealed class ScriptedBackup(List<string> sent) : ICloudStep
{
    public StepKind Kind => StepKind.CreateSnapshot;

    /// <summary>What the preview tells.</summary>
    public StepPreview Preview { get; set; } = new() { Summary = "Back up." };

    public Func<TimeSpan, StepObservation> Look { get; set; } = _ => Usable("d-1");

    public static StepObservation Usable(string source) =>
        new(ObservedState.TookEffect) { Facts = new Dictionary<string, string> { [StepFactKeys.SnapshotId] = "s-1", [StepFactKeys.SourceDiskId] = source } };

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(_ => Preview)]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        sent.Add("Backup");
        return [.. targets.Select(_ => Task.FromResult(new StepHandle { RequestId = "r-1" }))];
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> backups, CancellationToken cancellation) =>
        [.. backups.Select(s => Task.FromResult(Look(s.Age)))];
}
