using System.Net;
using System.Text;

namespace EcsTools.Core.Tests.Alibaba;

/// <summary>What the scripted service answers.</summary>
internal sealed record Answer(int Status, string Body)
{
    /// <summary>The connection breaks after the request was sent.</summary>
    public static Answer Cut { get; } = new(0, "");

    public string? RetryAfter { get; init; }

    public static Answer Ok(string json) => new(200, json);

    public static Answer Sample(string file) => new(200, SampleFiles.ReadText("alibaba", file));

    public static Answer Lifecycle(string file) => new(200, SampleFiles.ReadText("alibaba-lifecycle", file));

    public static Answer Error(int status, string code, string message = "No.") =>
        new(status, new JObject { ["RequestId"] = "R-1", ["Code"] = code, ["Message"] = message }.ToString());

    public HttpResponseMessage ToResponse()
    {
        if (this == Cut)
        {
            throw new HttpRequestException("The connection was cut.", new IOException("Connection reset by peer"));
        }

        HttpResponseMessage response = new((HttpStatusCode)Status) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        if (RetryAfter is not null)
        {
            response.Headers.Add("x-acs-retry-after", RetryAfter);
        }

        return response;
    }
}
