using EcsTools.Sandbox.Hosting;

namespace EcsTools.Core.Tests.Sandbox.Huawei;

/// <summary>An answer of the door, read.</summary>
internal sealed record Reply(int Status, JObject? Body, IReadOnlyDictionary<string, string> Headers, string? Operation, bool IsWrite)
{
    public string? JobId => (string?)Body?["job_id"];

    /// <summary>The code of a refusal, in whichever shape.</summary>
    public string? Code => (string?)(Body?["error"]?["code"] ?? Body?["error_code"] ?? Body?["code"]);

    public string Text(string path) => (string?)Body!.SelectToken(path) ?? "";

    public static Reply Of(SandboxResponse response) => new(
        response.Status,
        response.Body.Length == 0 ? null : EcsTools.Core.Http.JsonParser.ParseObject(response.Body),
        response.Headers,
        response.Operation,
        response.IsWrite);
}
