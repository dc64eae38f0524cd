namespace EcsTools.Core.Clouds;

/// <summary>The state of a server as sentences say it.</summary>
public static class StatusText
{
    /// <summary>Tells what a server is, in words that follow "is".</summary>
    /// <returns>For example <c>running</c> or <c>being reinstalled</c>.</returns>
    public static string Of(EcsInstance instance) => instance.Status switch
    {
        EcsInstanceStatus.Unknown => $"in the unknown state '{instance.ProviderStatus}'",
        EcsInstanceStatus.Resizing => "being resized",
        EcsInstanceStatus.Reinstalling => "being reinstalled",
        EcsInstanceStatus.ReinstallFailed => "faulty after a failed reinstallation",
        EcsInstanceStatus.ChangingOs => "changing its OS",
        EcsInstanceStatus.ChangeOsFailed => "faulty after a failed change of its OS",
        EcsInstanceStatus.Deleting => "being deleted",
        EcsInstanceStatus.Error => "faulty",
        EcsInstanceStatus.Rescued => "in rescue",
        var status => status.ToString().ToLowerInvariant(),
    };
}
