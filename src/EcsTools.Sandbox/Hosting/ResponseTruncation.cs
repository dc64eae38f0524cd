namespace EcsTools.Sandbox.Hosting;

/// <summary>How much of a response arrives.</summary>
internal enum ResponseTruncation
{
    Whole,

    /// <summary>Half of the body; then the connection closes.</summary>
    Truncated,
    Endless,
}
