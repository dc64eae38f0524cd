namespace EcsTools.Core.Reports;

/// <summary>What a server is in for, as a timeline shows it.</summary>
internal enum Phase
{
    /// <summary>It is being stopped.</summary>
    Stop,

    /// <summary>An image or a snapshot is being created.</summary>
    Backup,

    /// <summary>Its system disk is being made anew.</summary>
    Wipe,

    /// <summary>Whatever else the operation is for.</summary>
    Change,

    /// <summary>It is being started.</summary>
    Boot,

    /// <summary>It is looked after: a health check, or waiting for the guest.</summary>
    Check,
}
