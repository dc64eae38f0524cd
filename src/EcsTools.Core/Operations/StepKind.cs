namespace EcsTools.Core.Operations;

/// <summary>What an operation is made of.</summary>
public enum StepKind
{
    /// <summary>Stop the server.</summary>
    Stop,

    /// <summary>Start the server.</summary>
    Start,

    /// <summary>Make the system disk anew: reinstall, reset or switch, by <see cref="OperationOptions"/>.</summary>
    RebuildSystemDisk,
}
