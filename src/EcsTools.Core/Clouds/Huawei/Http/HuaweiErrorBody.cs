using System.Linq;

using EcsTools.Core.Http;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>What an answer says of an error, in whichever of the shapes of docs/contracts/huawei-ecs.md 1.6.</summary>
/// <param name="Code">The cloud's code; on Nova and Cinder paths the name of the error (<c>itemNotFound</c>); null if there is none.</param>
/// <param name="Message">The cloud's words, or null.</param>
/// <param name="RequestId">The id of the request as the body tells it, or null.</param>
internal sealed record HuaweiErrorBody(string? Code, string? Message, string? RequestId)
{
    /// <summary>Reads an answer.</summary>
    /// <returns>What it says; everything may be null.</returns>
    public static HuaweiErrorBody Read(CloudResponse answer)
    {
        if (answer.TryReadObject() is not { } body)
        {
            return new HuaweiErrorBody(null, ProviderText.OfPage(answer.Text), null);
        }

        string? requestId = body.Text("request_id");
        if (ReadPair(body) is { } top)
        {
            return top with { RequestId = requestId };
        }

        JProperty? nested = body.Properties().FirstOrDefault(p => p.Value is JObject);
        HuaweiErrorBody? inner = nested is null ? null : ReadPair(nested.Value) ?? ReadNumbered(nested.Name, nested.Value);
        return new HuaweiErrorBody(
            inner?.Code, JoinMembers(inner?.Message ?? body.Text("message"), body), requestId ?? nested?.Value.Text("request_id"));
    }

    private static HuaweiErrorBody? ReadPair(JToken json) =>
        json.Text("error_code") is { } code ? new HuaweiErrorBody(code, json.Text("error_msg"), null)
        : json.Text("code") is { } plain && !IsNumber(plain) ? new HuaweiErrorBody(plain, json.Text("message"), null)
        : null;

    // Nova, Cinder and Keystone number their errors as HTTP does; what tells them apart is the name around them.
    private static HuaweiErrorBody ReadNumbered(string name, JToken json) =>
        new(name == "error" ? json.Text("title") : name, json.Text("message"), null);

    private static string? JoinMembers(string? message, JObject body)
    {
        string members = string.Join(
            "; ", body.Objects("internalError").Select(m => $"{m.Text("id")}: {m.Text("error_message")} ({m.Text("error_code")})"));
        return members.Length == 0 ? message : $"{message} {members}";
    }

    private static bool IsNumber(string text) => text.All(char.IsDigit);
}
