namespace EcsTools.Sandbox.Hosting;

internal sealed class SandboxRequest
{
    /// <summary>In upper case.</summary>
    public required string Method { get; init; }

    /// <summary>Exactly as sent, still encoded, without the query.</summary>
    public required string RawPath { get; init; }

    /// <summary>Exactly as sent, still encoded, without the question mark.</summary>
    public required string RawQuery { get; init; }

    /// <summary>By lower-case name; <c>host</c> is always there.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public byte[] Body { get; init; } = Array.Empty<byte>();

    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;
}
