namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The server that takes the system disk of another one: what is sent and looked at for a rescue is done at that server.</summary>
internal static class RescueHelper
{
    /// <summary>True if there is one; the disk may be attached to none.</summary>
    public static bool IsKnown(StepTarget target) => Find(target).Length > 0;

    public static StepTarget At(StepTarget target) => target with { Instance = new EcsInstance { Id = Find(target), Zone = target.Instance.Zone } };

    public static SentStep At(SentStep sent) => new(At(sent.Target), sent.Handle);

    /// <summary>Finds why disks of a server must be left alone.</summary>
    /// <returns>The reason as a sentence, or null.</returns>
    public static string? FindFlaw(EcsInstance helper) =>
        helper.LockReasons.Count > 0 ? $"Server {helper} is locked: {string.Join(", ", helper.LockReasons)}."
        : helper.IsTemporary ? $"Server {helper} appears to be a temporary server of an OS reinstall in progress."
        : helper.TaskState is { } task ? $"The provider is busy with server {helper}: {task}."
        : null;

    private static string Find(StepTarget target) => target.Before.TryGetValue(StepFactKeys.HelperId, out string? id) ? id : "";
}
