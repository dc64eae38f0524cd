namespace EcsTools.Model;

/// <summary>
/// What makes these objects again of what came back from a job or a file, for a user's own typed parameter. It is of the engine, on which
/// this assembly does not depend, and named here rather than in a types file, which is read by the first command only.
/// </summary>
internal static class ShellConverter
{
    /// <summary>The converter's name, as the engine looks it up.</summary>
    public const string Name = "EcsTools.Parameters.SerializedObjectConverter, EcsTools";
}
