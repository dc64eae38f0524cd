namespace EcsTools.Core.Clouds;

/// <summary>When a guest sees that its disk is larger.</summary>
internal enum DiskSeen
{
    /// <summary>While it is running.</summary>
    AtOnce,

    /// <summary>From the next start on.</summary>
    AfterStart,
}
