using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Hosting;

/// <summary>A request as it came over the wire or from a handler.</summary>
internal sealed class SandboxRequest
{
    /// <summary>The method, in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>The path exactly as sent, still encoded, without the query.</summary>
    public required string RawPath { get; init; }

    /// <summary>The query exactly as sent, still encoded, without the question mark.</summary>
    public required string RawQuery { get; init; }

    /// <summary>Headers by lower-case name; <c>host</c> is always there.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body.</summary>
    public byte[] Body { get; init; } = Array.Empty<byte>();

    /// <summary>A header's value, or null.</summary>
    /// <param name="name">The lower-case name.</param>
    /// <returns>The value.</returns>
    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;
}
