using System.Globalization;
using System.Text.Json.Nodes;

namespace EcsTools.Tests.Sdk;

/// <summary>A request and its answer.</summary>
/// <param name="Request">The request.</param>
/// <param name="Response">The answer.</param>
internal sealed record Exchange(HttpMessage Request, HttpMessage Response)
{
    /// <summary>The method.</summary>
    public string Method => Request.StartLine.Split(' ')[0];

    /// <summary>The path as it was sent.</summary>
    public string Path => Target[0];

    /// <summary>The parameters of the query, decoded.</summary>
    public IReadOnlyDictionary<string, string> Query => (Target.Length > 1 ? Target[1] : "")
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2))
        .ToDictionary(p => Uri.UnescapeDataString(p[0]), p => Uri.UnescapeDataString(p[1]), StringComparer.Ordinal);

    /// <summary>The answer's status.</summary>
    public int Status => int.Parse(Response.StartLine.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The answer's body.</summary>
    public JsonNode? Answer => Response.Body.Length == 0 ? null : JsonNode.Parse(Response.Body);

    private string[] Target => Request.StartLine.Split(' ')[1].Split('?', 2);
}
