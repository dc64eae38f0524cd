namespace EcsTools.Sandbox.Fleet;

/// <summary>The sandbox's user at all clouds. Project ids are the account ids of the backends, project names their regions.</summary>
internal sealed class Tenant
{
    /// <summary>Alibaba: 16 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Huawei and OTC: 32 hexadecimal digits.</summary>
    public required string UserId { get; init; }

    /// <summary>Alibaba: 18 digits.</summary>
    public required string RamUserId { get; init; }

    public required string UserName { get; init; }

    /// <summary>32 hexadecimal digits.</summary>
    public required string DomainId { get; init; }

    public required string DomainName { get; init; }
}
