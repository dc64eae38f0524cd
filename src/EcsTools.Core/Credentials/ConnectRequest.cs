using System.Security;

using EcsTools.Core.Journaling;

namespace EcsTools.Core.Credentials;

/// <summary>What a user gave to open an account. Nulls are looked up or defaulted.</summary>
public sealed record ConnectRequest
{
    /// <summary>The cloud; null for the one whose credential is found.</summary>
    public EcsCloud? Cloud { get; init; }

    /// <summary>The name the account will have; null for one made from cloud and region.</summary>
    public string? Name { get; init; }

    /// <summary>The region's id.</summary>
    public string? Region { get; init; }

    /// <summary>The profile to use, of one of the vendors' files; null to look for a credential in the usual order.</summary>
    public string? Profile { get; init; }

    /// <summary>An access key's id.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The access key's secret.</summary>
    public SecureString? AccessKeySecret { get; init; }

    /// <summary>The token of a temporary access key.</summary>
    public SecureString? SecurityToken { get; init; }

    /// <summary>Token login: the user.</summary>
    public string? UserName { get; init; }

    /// <summary>Token login: the user's id, which a one-time code needs.</summary>
    public string? UserId { get; init; }

    /// <summary>Token login: the password.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Token login: the account's (domain's) name.</summary>
    public string? DomainName { get; init; }

    /// <summary>Token login: the id of the user's domain, in place of its name.</summary>
    public string? DomainId { get; init; }

    /// <summary>Token login: a one-time code of a second factor.</summary>
    public SecureString? Passcode { get; init; }

    /// <summary>Huawei, OTC: a token that was got elsewhere. It cannot be renewed.</summary>
    public SecureString? Token { get; init; }

    /// <summary>Huawei, OTC: the agency of another account to act through.</summary>
    public string? AgencyName { get; init; }

    /// <summary>Huawei, OTC: the account that has given the agency.</summary>
    public string? AgencyDomainName { get; init; }

    /// <summary>Alibaba: the role to assume.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Huawei, OTC, OpenStack: the project's name; the region's name by default.</summary>
    public string? ProjectName { get; init; }

    /// <summary>Huawei, OTC, OpenStack: the project's id.</summary>
    public string? ProjectId { get; init; }

    /// <summary>OpenStack: the name of the project's domain; the user's by default.</summary>
    public string? ProjectDomainName { get; init; }

    /// <summary>OpenStack: the id of the project's domain, in place of its name.</summary>
    public string? ProjectDomainId { get; init; }

    /// <summary>Where all requests go instead of the cloud's own hosts. Plain HTTP only to loopback.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The folder the user works in, where a clouds.yaml may be; null for the process's.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Makes what stands for the network; null for the network itself.</summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }

    /// <summary>The clock for delays and polling: time since some moment; null for real time.</summary>
    public Func<TimeSpan>? ClockElapsed { get; init; }

    /// <summary>Waits by the clock of <see cref="ClockElapsed"/>; null for real time.</summary>
    public Func<TimeSpan, CancellationToken, Task>? ClockDelay { get; init; }

    /// <summary>True for an account of a sandbox in this process.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>The journals of that sandbox; null to write its operations beside those of real accounts.</summary>
    public SandboxJournals? SandboxJournals { get; init; }
}
