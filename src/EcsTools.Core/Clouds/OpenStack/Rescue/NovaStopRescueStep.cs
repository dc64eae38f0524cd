using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Boots a server from its own disk again (docs/contracts/openstack-lifecycle.md 2.3).</summary>
internal sealed class NovaStopRescueStep(OpenStackClientSet families) : ICloudStep
{
    public StepKind Kind => StepKind.StopRescue;

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(Preview)]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => families.Servers.ActOnceAsync("UnrescueServer", t.Instance.Id, "unrescue", null, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => families.Witness.ObserveAsync(
        sent,
        (s, now) => families.Witness.JudgeAsync(s, now, "unrescue", "The end of the rescue", "Booting the server's own disk", read => ServerStatus.Is(read, ServerStatus.Active), cancellation),
        cancellation);

    private static StepPreview Preview(StepTarget target) => new()
    {
        AlreadyDone = target.Instance is { TaskState: null, Status: EcsInstanceStatus.Running or EcsInstanceStatus.Stopped } ? "The server is not in rescue." : null,
        Summary = "End the rescue system and boot the server from its own disk.",
        Requirements =
        [
            target.Instance.Status == EcsInstanceStatus.Rescued
                ? Passed(EcsRequirementId.State, "The server is in rescue.")
                : Failed(EcsRequirementId.State, $"The server is {target.Instance.ProviderStatus}, not in rescue.", ServerStatus.FindWayBack(target.Instance) ?? "Wait until the other task is complete."),
            CommonServerChecks.CheckBusy(target),
            CommonServerChecks.CheckLock(target),
            .. target.Options.DiskId is null ? Array.Empty<EcsRequirement>()
                : [Failed(EcsRequirementId.Disk, "OpenStack keeps the disk of a server in rescue attached to it.", "Omit -DiskId.")],
        ],
        Losses = ["What is in the memory of the rescue system, and what was written to its own disk."],
        Facts = new Dictionary<string, string> { [StepFactKeys.Status] = target.Instance.Status.ToString() },
    };
}
