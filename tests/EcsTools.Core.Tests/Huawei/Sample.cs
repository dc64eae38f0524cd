using System.Net;
using System.Text;

using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Huawei;

/// <summary>One exchange of the contract's samples.</summary>
internal sealed class Sample
{
    private readonly JObject _json;

    private Sample(JObject json) => _json = json;

    public string Method => (string)_json["request"]!["method"]!;

    public string Path => (string)_json["request"]!["path"]!;

    public Dictionary<string, string> Query => ((_json["request"]!["query"] as JObject)?.Properties() ?? []).ToDictionary(p => p.Name, p => (string)p.Value!);

    public JToken? RequestBody => _json["request"]!["body"];

    public int Status => (int)_json["response"]!["status"]!;

    public JToken? Body => _json["response"]!["body"];

    public static Sample Load(string name) => new(SampleFiles.Read("huawei", name));

    /// <summary>A sample of docs/contracts/huawei-ecs-lifecycle.md.</summary>
    public static Sample LoadLifecycle(string name) => new(SampleFiles.Read("huawei-lifecycle", name));

    /// <summary>The same exchange with another answer.</summary>
    public Sample With(System.Action<JToken> change)
    {
        JObject copy = (JObject)_json.DeepClone();
        change(copy["response"]!["body"]!);
        return new Sample(copy);
    }

    public HttpResponseMessage ToResponse()
    {
        HttpResponseMessage response = new((HttpStatusCode)Status);
        if (Body is not null && Body.Type != JTokenType.Null)
        {
            response.Content = new StringContent(Body.ToString(Formatting.None), Encoding.UTF8, "application/json");
        }

        foreach (JProperty header in (_json["response"]!["headers"] as JObject)?.Properties() ?? [])
        {
            response.Headers.TryAddWithoutValidation(header.Name, (string)header.Value!);
        }

        return response;
    }

    public CloudResponse ToAnswer(string? requestId = null) => new(
        Status,
        Body is null || Body.Type == JTokenType.Null ? [] : Encoding.UTF8.GetBytes(Body.ToString(Formatting.None)),
        requestId is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["x-request-id"] = requestId });
}
