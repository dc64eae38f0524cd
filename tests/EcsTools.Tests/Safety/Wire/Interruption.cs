namespace EcsTools.Tests.Safety.Wire;

/// <summary>Where an operation is interrupted.</summary>
/// <param name="Kind">The kind of call, or <see cref="Look"/>.</param>
/// <param name="ProxyAction">What becomes of that call.</param>
internal sealed record Interruption(string Kind, ProxyAction ProxyAction)
{
    /// <summary>The first look after the main call was answered.</summary>
    public const string Look = "look";

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {ProxyAction}";
}
