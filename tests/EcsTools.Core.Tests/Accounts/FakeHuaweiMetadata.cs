using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>The metadata service of a server at Huawei Cloud or OTC.</summary>
internal static class FakeHuaweiMetadata
{
    public const string Key = """{"credential":{"access":"TEMPACCESSKEY0000001","secret":"canary-secret","securitytoken":"canary-token","expires_at":"2026-09-18T07:40:00.000000Z"}}""";

    public static FakeMachine WithServerMetadata(this FakeMachine machine)
    {
        machine.Network
            .Answer("PUT", "/meta-data/latest/api/token", _ => FakeMachine.Plain("canary-metadata-token"))
            .Answer("GET", "/openstack/latest/securitykey", _ => SampleNetwork.Json(200, Key))
            .Answer("GET", "/openstack/latest/meta_data.json", _ => SampleNetwork.Json(200, """{"region_id":"eu-de"}"""));
        return machine;
    }
}
