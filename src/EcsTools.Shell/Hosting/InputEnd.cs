namespace EcsTools.Shell.Hosting;

/// <summary>How the reading of a line ended.</summary>
internal enum InputEnd
{
    /// <summary>With Enter.</summary>
    Line,

    /// <summary>With Ctrl+C: what was typed is void.</summary>
    Interrupted,

    /// <summary>With Ctrl+D on an empty line, or the input has ended.</summary>
    Closed,
}
