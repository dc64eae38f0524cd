using System.Globalization;

using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>What hands out temporary keys at Alibaba Cloud: STS, the metadata service, an address of the user's.</summary>
internal static class FakeAlibabaMetadata
{
    public const string MetadataToken = FakeMachine.Canary + "-metadata-token";
    public const string SecurityToken = FakeMachine.Canary + "-security-token";

    /// <summary>STS hands out <c>STS.1</c>, <c>STS.2</c> ..., each good for an hour.</summary>
    public static FakeMachine WithSts(this FakeMachine machine)
    {
        int count = 0;
        machine.Network.Answer("POST", "/", _ => SampleNetwork.Json(200, $$"""{"RequestId":"r","Credentials":{{Key(machine, $"STS.{++count}")}}}"""));
        return machine;
    }

    /// <summary>The metadata service of a server with the role <c>ops-instance-role</c>.</summary>
    public static FakeMachine WithMetadata(this FakeMachine machine)
    {
        machine.Network
            .Answer("PUT", "/latest/api/token", _ => FakeMachine.Plain(MetadataToken))
            .Answer("GET", "/ram/security-credentials/", _ => FakeMachine.Plain("ops-instance-role\n"))
            .Answer("GET", "/ram/security-credentials/ops-instance-role", _ => SampleNetwork.Json(200, Key(machine, "STS.metadata")))
            .Answer("GET", "/latest/meta-data/region-id", _ => FakeMachine.Plain("eu-central-1"));
        return machine;
    }

    /// <summary>A key in the form that all of them use.</summary>
    public static string Key(FakeMachine machine, string id)
    {
        string end = machine.Network.Time.GetUtcNow().AddHours(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $$"""{"Code":"Success","AccessKeyId":"{{id}}","AccessKeySecret":"{{FakeMachine.Secret}}","SecurityToken":"{{SecurityToken}}","Expiration":"{{end}}"}""";
    }

    /// <summary>A connection that never comes about, as on a machine that is no server of that cloud.</summary>
    public static HttpResponseMessage Unreachable(RecordedRequest request) => throw new HttpRequestException($"No route to {request.Uri.Host}.");
}
