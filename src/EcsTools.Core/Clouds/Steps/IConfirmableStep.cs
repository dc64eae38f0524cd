namespace EcsTools.Core.Clouds;

/// <summary>A step that takes effect at once, but holds only when it is confirmed; until then the cloud can undo it.</summary>
internal interface IConfirmableStep : ICloudStep
{
    /// <summary>Makes it hold.</summary>
    ICloudStep Confirmation { get; }

    /// <summary>Undoes it.</summary>
    ICloudStep Reversal { get; }

    /// <summary>Tells whether the cloud still waits to be told.</summary>
    bool IsOpen(EcsInstance instance);
}
