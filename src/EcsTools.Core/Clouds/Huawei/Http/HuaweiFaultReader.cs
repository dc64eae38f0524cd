using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Reads what an answer says of an error, in whichever of the shapes of docs/contracts/huawei-ecs.md 1.6.</summary>
internal static class HuaweiFaultReader
{
    public static ApiFault Read(CloudResponse answer)
    {
        ApiFault fault = ReadBody(answer);
        return fault with { RequestId = fault.RequestId ?? answer.Header("X-Request-Id") ?? answer.Header("X-IAM-Trace-Id") };
    }

    private static ApiFault ReadBody(CloudResponse answer)
    {
        if (answer.TryReadObject() is not { } body)
        {
            return new ApiFault(null, ProviderText.OfPage(answer.Text), null);
        }

        string? requestId = body.Text("request_id");
        if (ReadPair(body) is { } top)
        {
            return top with { RequestId = requestId };
        }

        JProperty? nested = body.Properties().FirstOrDefault(p => p.Value is JObject);
        ApiFault? inner = nested is null ? null : ReadPair(nested.Value) ?? ReadNumbered(nested.Name, nested.Value);
        return new ApiFault(
            inner?.Code, JoinMembers(inner?.Message ?? body.Text("message"), body), requestId ?? nested?.Value.Text("request_id"));
    }

    private static ApiFault? ReadPair(JToken json) =>
        json.Text("error_code") is { } code ? new ApiFault(code, json.Text("error_msg"), null)
        : json.Text("code") is { } plain && !IsNumber(plain) ? new ApiFault(plain, json.Text("message"), null)
        : null;

    // Nova, Cinder and Keystone number their errors as HTTP does; what tells them apart is the name around them.
    private static ApiFault ReadNumbered(string name, JToken json) =>
        new(name == "error" ? json.Text("title") : name, json.Text("message"), null);

    private static string? JoinMembers(string? message, JObject body)
    {
        string members = string.Join(
            "; ", body.Objects("internalError").Select(m => $"{m.Text("id")}: {m.Text("error_message")} ({m.Text("error_code")})"));
        return members.Length == 0 ? message : $"{message} {members}";
    }

    private static bool IsNumber(string text) => text.All(char.IsDigit);
}
