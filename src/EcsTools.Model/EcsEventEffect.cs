namespace EcsTools.Model;

/// <summary>What an event of the provider does to a server.</summary>
public enum EcsEventEffect : long
{
    /// <summary>A type of event that this version does not know.</summary>
    Unknown,

    /// <summary>The server is restarted.</summary>
    Restart,

    /// <summary>The server is stopped.</summary>
    Stop,

    /// <summary>The server moves to another host while it runs, or with a restart if that fails.</summary>
    Migration,

    /// <summary>The server moves to another host; its local disks lose their data.</summary>
    Redeployment,

    /// <summary>A local disk is replaced by an empty one.</summary>
    DiskReplacement,

    /// <summary>The host is maintained and may be switched off.</summary>
    Maintenance,

    /// <summary>The server is deleted.</summary>
    Deletion,
}
