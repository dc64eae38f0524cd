namespace EcsTools.Core.Clouds;

/// <summary>What a step that decides whether a disk is deleted with its server does alike on every cloud. The change is at once, and may be
/// repeated without harm.</summary>
internal static class DiskRetention
{
    public const string Activity = "Changing the retention of the disk";

    /// <summary>Puts the step into words, with the fact by which it is judged later; requirements are the cloud's.</summary>
    /// <param name="disk">The disk; null if there is none such, or it could not be read.</param>
    public static StepPreview Preview(StepTarget target, EcsDisk? disk)
    {
        bool deletes = target.Options.DeleteWithInstance == true;
        string fate = deletes ? "deleted together with the server" : "kept when the server is deleted";
        Dictionary<string, string> facts = new() { [StepFactKeys.Status] = target.Instance.Status.ToString() };
        if (disk is not null)
        {
            facts[StepFactKeys.DeleteWithInstance] = disk.DeleteWithInstance?.ToString() ?? "";
        }

        return new StepPreview
        {
            AlreadyDone = disk?.DeleteWithInstance == deletes ? $"{DiskExtension.Title(disk, capital: true)} is already {fate}." : null,
            Summary = $"Change {DiskExtension.Title(disk, capital: false)}, so that it is {fate}.",
            Costs = deletes ? [] : ["The disk is billed after the server is deleted, until you delete it."],
            Facts = facts,
        };
    }

    /// <summary>Judges a step by what the cloud tells now.</summary>
    /// <param name="deletes">Whether the disk is deleted with its server; null if the cloud does not tell.</param>
    public static StepObservation Judge(SentStep sent, bool? deletes) =>
        deletes == sent.Target.Options.DeleteWithInstance ? new StepObservation(ObservedState.TookEffect)
        : sent.Handle is null ? new StepObservation(ObservedState.Unknown)
        : StepObservation.Pending(Activity, null);
}
