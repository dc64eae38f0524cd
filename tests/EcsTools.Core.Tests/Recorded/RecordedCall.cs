using System.Net;
using System.Text;

using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Recorded;

/// <summary>One call as it was made and answered.</summary>
/// <param name="Method">The HTTP method, or null for Alibaba's actions, of which any gets this answer.</param>
internal sealed record RecordedCall(string? Method, string Path, string? Marker, int Status, JToken? Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    /// <summary>A file with one answer: <c>call</c> is an action or method and path.</summary>
    public static RecordedCall OfAnswer(JObject file)
    {
        string[] call = file.Text("call")!.Split(' ', 2);
        bool isRest = call[0] is "GET" or "POST" or "PUT" or "DELETE";
        return Make(isRest ? call[0] : null, isRest ? call[1] : "", file);
    }

    /// <summary>A call of a session.</summary>
    public static RecordedCall OfSession(JObject interaction) => Make(interaction.Text("method"), interaction.Text("url")!, interaction);

    public HttpResponseMessage ToResponse()
    {
        HttpResponseMessage response = new((HttpStatusCode)Status);
        if (Body is not null)
        {
            string text = Body.Type == JTokenType.String ? (string)Body! : Body.ToString(Formatting.None);
            response.Content = new StringContent(text, Encoding.UTF8, Body.Type == JTokenType.String ? "text/html" : "application/json");
        }

        foreach ((string name, string value) in Headers.Where(h => h.Name is not "Content-Type"))
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    /// <summary>The marker in a query: the one thing of it that decides which page is meant.</summary>
    public static string? MarkerOf(string query) => query.TrimStart('?').Split('&').Where(p => p.StartsWith("marker=", StringComparison.Ordinal))
        .Select(p => Uri.UnescapeDataString(p["marker=".Length..])).FirstOrDefault();

    private static RecordedCall Make(string? method, string address, JObject json)
    {
        string[] parts = address.Split('?', 2);
        string path = Uri.TryCreate(parts[0], UriKind.Absolute, out Uri? whole) && whole.Scheme.StartsWith("http", StringComparison.Ordinal) ? $"{whole.Port}{whole.AbsolutePath}" : parts[0];
        return new RecordedCall(
            method,
            path,
            MarkerOf(parts.Length > 1 ? parts[1] : ""),
            json.Integer("status")!.Value,
            json["body"],
            [.. (json.Object("headers")?.Properties() ?? []).Select(h => (h.Name, (string)h.Value!))]);
    }
}
