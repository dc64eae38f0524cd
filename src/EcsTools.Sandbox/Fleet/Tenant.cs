namespace EcsTools.Sandbox.Fleet;

/// <summary>Who the sandbox's user is at all its clouds. Project ids are the worlds' account ids, project names their regions.</summary>
internal sealed class Tenant
{
    /// <summary>Alibaba: the account's id, 16 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The user's id: 32 hexadecimal digits at Huawei and OTC.</summary>
    public required string UserId { get; init; }

    /// <summary>The user's id at Alibaba, 18 digits.</summary>
    public required string RamUserId { get; init; }

    /// <summary>The user's name.</summary>
    public required string UserName { get; init; }

    /// <summary>The domain's id, 32 hexadecimal digits.</summary>
    public required string DomainId { get; init; }

    /// <summary>The domain's name.</summary>
    public required string DomainName { get; init; }
}
