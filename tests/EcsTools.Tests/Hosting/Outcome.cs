namespace EcsTools.Tests.Hosting;

/// <summary>What came of a script.</summary>
/// <param name="Output">What it wrote.</param>
/// <param name="Errors">Its errors, a terminating one last.</param>
/// <param name="Terminated">True if the last error ended it.</param>
public sealed record Outcome(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, bool Terminated)
{
    /// <summary>The ids of the errors, without the names of the commands behind them.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>What it wrote, unwrapped.</summary>
    /// <typeparam name="T">The type that all of it must have.</typeparam>
    /// <returns>The objects.</returns>
    public IReadOnlyList<T> Of<T>() => [.. Output.Select(o => (T)o.BaseObject)];
}
