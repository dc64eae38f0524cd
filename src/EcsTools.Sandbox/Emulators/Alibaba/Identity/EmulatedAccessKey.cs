namespace EcsTools.Sandbox.Emulators.Alibaba.Identity;

internal sealed record EmulatedAccessKey(string Id, string Secret)
{
    /// <summary>The token that must accompany the key; null for a permanent key.</summary>
    public string? SecurityToken { get; init; }

    /// <summary><c>role/session</c>; null for a permanent key.</summary>
    public string? Role { get; init; }

    /// <summary>In wall time.</summary>
    public DateTimeOffset Expires { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Omits the secret.</summary>
    public override string ToString() => Id;
}
