namespace EcsTools.Sandbox.Hosting;

/// <summary>How much of an answer arrives.</summary>
internal enum ResponseTruncation
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>Half of its body; then the connection closes.</summary>
    Truncated,

    /// <summary>It does not end, as far as anybody reads it.</summary>
    Endless,
}
