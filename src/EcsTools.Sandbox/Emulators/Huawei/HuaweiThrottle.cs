namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>In which of its forms the cloud says that there are too many calls (docs/contracts/huawei-ecs.md 1.6).</summary>
public enum HuaweiThrottle
{
    /// <summary>The gateway: 429 with APIGW.0308.</summary>
    Gateway,

    /// <summary>ECS flow control: status 202 with Common.0024 in the body; reads get the gateway's answer.</summary>
    Accepted,

    /// <summary>API flow control: Common.1503, as 503 on Huawei and 429 on OTC.</summary>
    Tenant,
}
