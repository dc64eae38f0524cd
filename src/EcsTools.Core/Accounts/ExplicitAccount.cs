using System.Security;

using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Providers;
using EcsTools.Core.Providers.Registration;
using EcsTools.Core.Security;

namespace EcsTools.Core.Accounts;

/// <summary>Makes the offer of what the user gave himself.</summary>
internal static class ExplicitAccount
{
    /// <summary>Reads the credential in a request.</summary>
    /// <returns>The offer, or null if there is no credential in it.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> without a cloud, <see cref="EcsErrorId.CredentialNotFound"/> if the
    /// credential is not whole or not of a kind the cloud takes.</exception>
    public static AccountCandidate? Read(ConnectRequest request)
    {
        if (request.AccessKeyId is null && request.UserName is null && request.UserId is null && request.Token is null)
        {
            return null;
        }

        AccountCandidate offer = new()
        {
            Source = "parameters",
            Step = CredentialSourceKind.Environment,
            Cloud = request.Cloud ?? throw InputErrors.Create(
                "A credential was specified without the cloud it belongs to.",
                $"Specify -Cloud: {string.Join(", ", CloudProviders.All.Select(p => p.Id))}."),
        };
        CloudProvider provider = CloudProviders.Get(offer.Cloud);
        if (request is { AccessKeyId.Length: > 0, AccessKeySecret: { } secret })
        {
            return provider.TakeKey(offer, new AccessKey(request.AccessKeyId, SecretText.Reveal(secret), Reveal(request.SecurityToken)));
        }

        if (request.Token is { } token)
        {
            return offer with { Login = new KeystoneLogin { Token = SecretText.Reveal(token) } };
        }

        if ((request.UserName ?? request.UserId) is not { Length: > 0 } || request.Password is not { } password)
        {
            throw new EcsException(EcsErrorId.CredentialNotFound, "No access key with its secret and no user with a password was specified.")
            {
                RecommendedAction = "Specify -AccessKeyId and -AccessKeySecret, or -Credential with -DomainName.",
            };
        }

        return request.UserId is null && request.DomainName is null && request.DomainId is null && provider.NeedsDomain
            ? throw InputErrors.Create(
                "A login by user and password requires the account's name.",
                "Specify it with -DomainName, for example OTC-EU-DE-00000000001000012345.")
            : offer with
            {
                Login = new KeystoneLogin
                {
                    UserName = request.UserName,
                    UserId = request.UserId,
                    Password = SecretText.Reveal(password),
                },
            };
    }

    private static string? Reveal(SecureString? secret) => secret is null ? null : SecretText.Reveal(secret);
}
