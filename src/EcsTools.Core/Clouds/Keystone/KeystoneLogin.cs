namespace EcsTools.Core.Clouds.Keystone;

/// <summary>What is needed to log in to Keystone (docs/contracts/huawei-ecs.md 1.3). Never shown.</summary>
internal sealed record KeystoneLogin
{
    /// <summary>The identity service, if it is not where the cloud and the region say.</summary>
    public Uri? AuthUrl { get; init; }

    /// <summary>The user's name; null if <see cref="UserId"/> is given.</summary>
    public string? UserName { get; init; }

    /// <summary>The user's id; needed with a one-time code.</summary>
    public string? UserId { get; init; }

    /// <summary>The password; null with a <see cref="Token"/>.</summary>
    public string? Password { get; init; }

    /// <summary>A token that was got elsewhere, in place of user and password. It cannot be renewed.</summary>
    public string? Token { get; init; }

    /// <summary>True for a token of the user's whole domain in place of a project, as agencies need it.</summary>
    public bool IsForDomain { get; init; }

    /// <summary>The name of the user's domain (Huawei, OTC: the account's name).</summary>
    public string? UserDomainName { get; init; }

    /// <summary>The id of the user's domain.</summary>
    public string? UserDomainId { get; init; }

    /// <summary>A one-time code for users with a second factor; good for one login.</summary>
    public string? Passcode { get; init; }

    /// <summary>The id of an application credential (OpenStack), in place of user and password; it is good for one project.</summary>
    public string? ApplicationCredentialId { get; init; }

    /// <summary>The name of an application credential, where its id is not known; needs the user it belongs to.</summary>
    public string? ApplicationCredentialName { get; init; }

    /// <summary>The secret of an application credential.</summary>
    public string? ApplicationCredentialSecret { get; init; }

    /// <summary>The project's id; goes before its name.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The project's name.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The name of the project's domain, where project names are not unique; Huawei and OTC need none.</summary>
    public string? ProjectDomainName { get; init; }

    /// <summary>The id of the project's domain.</summary>
    public string? ProjectDomainId { get; init; }

    /// <summary>What the same login has given already, so that it is not done twice: a one-time code is good for one; null otherwise.</summary>
    public KeystoneToken? Held { get; init; }

    /// <summary>User and domain only.</summary>
    /// <returns>The text, so that no secret gets into a message.</returns>
    public override string ToString() => $"{UserName ?? UserId ?? ApplicationCredentialId} ({UserDomainName ?? UserDomainId})";
}
