namespace EcsTools.Model;

/// <summary>What a server is doing, in the same words on every cloud.</summary>
public enum EcsInstanceStatus : long
{
    /// <summary>The cloud gave a status that EcsTools does not know; see <see cref="EcsInstance.ProviderStatus"/>.</summary>
    Unknown,

    /// <summary>Being created.</summary>
    Pending,

    /// <summary>On the way to <see cref="Running"/>.</summary>
    Starting,

    /// <summary>Running.</summary>
    Running,

    /// <summary>On the way to <see cref="Stopped"/>.</summary>
    Stopping,

    /// <summary>Stopped.</summary>
    Stopped,

    /// <summary>Restarting.</summary>
    Restarting,

    /// <summary>Its size is being changed.</summary>
    Resizing,

    /// <summary>Its operating system is being reinstalled from the image it has.</summary>
    Reinstalling,

    /// <summary>Its last reinstallation has failed.</summary>
    ReinstallFailed,

    /// <summary>Its operating system is being replaced by another image.</summary>
    ChangingOs,

    /// <summary>The last change of its operating system has failed.</summary>
    ChangeOsFailed,

    /// <summary>Being released.</summary>
    Deleting,

    /// <summary>Faulty, by the cloud's own word.</summary>
    Error,

    /// <summary>Halted in memory; <c>Start-EcsInstance</c> continues it.</summary>
    Paused,

    /// <summary>Its memory is saved on disk; <c>Start-EcsInstance</c> continues it.</summary>
    Suspended,

    /// <summary>Stopped and put aside as an image, perhaps without a host; <c>Start-EcsInstance</c> brings it back.</summary>
    Shelved,

    /// <summary>In rescue: it runs a rescue system instead of its own, or another server has its system disk. <c>Stop-EcsRescue</c> ends that.</summary>
    Rescued,

    /// <summary>Being moved to another host while it runs.</summary>
    Migrating,
}
