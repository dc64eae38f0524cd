using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What steps that release a server have alike on every cloud.</summary>
internal static class ReleaseSteps
{
    /// <param name="protection">Whether the cloud would release it.</param>
    /// <param name="unread">What could not be read about its disks, or null.</param>
    /// <param name="goingDisks">The ids of the data disks that go with it.</param>
    public static StepPreview Preview(
        StepTarget target, EcsRequirement protection, EcsRequirement? unread, IReadOnlyList<string> losses, IEnumerable<string> goingDisks)
    {
        List<EcsRequirement> requirements =
        [
            CommonServerChecks.CheckRelease(target),
            CommonServerChecks.CheckBusy(target),
            CommonServerChecks.CheckLock(target),
            protection,
        ];
        if (unread is not null)
        {
            requirements.Add(unread);
        }

        return new StepPreview
        {
            Summary = "Delete the server permanently",
            Requirements = requirements,
            Losses = losses,
            Facts = new Dictionary<string, string>
            {
                [StepFactKeys.SystemDiskId] = target.Instance.SystemDiskId ?? "",
                [ApiFact.DataDiskIds] = string.Join(",", goingDisks),
                [StepFactKeys.Status] = target.Instance.Status.ToString(),
            },
        };
    }

    /// <summary>It is not locked.</summary>
    /// <param name="locked">What the lock forbids.</param>
    public static EcsRequirement CheckProtection(StepTarget target, string locked) => target.Instance.DeletionProtection
        ? Failed(EcsRequirementId.Protection, $"The server is locked against {locked}.", "Run Set-EcsInstance -DeletionProtection $false.")
        : Passed(EcsRequirementId.Protection, "The server is not protected.");
}
