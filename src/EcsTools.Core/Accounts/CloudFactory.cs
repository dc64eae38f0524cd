using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Clouds.OpenStack;
using EcsTools.Core.Credentials;
using EcsTools.Model;

namespace EcsTools.Core.Accounts;

/// <summary>Makes the cloud that fits what the user gave.</summary>
internal static class CloudFactory
{
    /// <summary>Makes a cloud; sends nothing.</summary>
    /// <param name="offer">Who connects.</param>
    /// <param name="connection">Where and how to speak to it.</param>
    /// <returns>The cloud.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialNotFound"/> if the credential is not of a kind this cloud takes.</exception>
    public static ICloud Open(AccountOffer offer, CloudConnection connection) => (offer.Cloud, offer.Keys, offer.Login) switch
    {
        (EcsCloud.Alibaba, { } keys, _) => AlibabaCloud.Open(connection, keys(connection)),
        (EcsCloud.Alibaba, _, _) => throw new EcsException(EcsErrorId.CredentialNotFound, "Alibaba Cloud takes an access key.")
        {
            RecommendedAction = "Give -AccessKeyId and -AccessKeySecret, or the pair as -Credential.",
        },
        (EcsCloud.Huawei or EcsCloud.OpenTelekom, { } keys, _) => HuaweiCloud.Open(connection, keys(connection), offer.ProjectId, offer.ProjectName),
        (EcsCloud.Huawei or EcsCloud.OpenTelekom, _, { } login) => HuaweiCloud.Open(
            connection, login with { ProjectId = offer.ProjectId, ProjectName = offer.ProjectName }),
        (EcsCloud.OpenStack, _, { } login) => NovaCloud.Open(connection, CompleteOpenStack(offer, login), offer.OpenStack),
        _ => throw new EcsException(EcsErrorId.NotSupported, $"{offer.Cloud} takes no credential of this kind."),
    };

    /// <summary>Finds the region where none was given.</summary>
    /// <param name="offer">The account.</param>
    /// <param name="connection">The connection; its region is not minded.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <returns>The account with its region, and with the login that finding it took; without one if this cloud cannot be asked.</returns>
    /// <exception cref="EcsException">The login was refused, or there are several regions.</exception>
    public static async Task<AccountOffer> LocateAsync(AccountOffer offer, CloudConnection connection, CancellationToken cancellation)
    {
        if (offer.Region is not null)
        {
            return offer;
        }

        if (offer.FindRegion is { } find)
        {
            return offer with { Region = await find(cancellation).ConfigureAwait(false) };
        }

        if (offer is not { Cloud: EcsCloud.OpenStack, Login: { } login })
        {
            return offer;
        }

        (string region, KeystoneToken token) =
            await NovaCloud.FindRegionAsync(connection, CompleteOpenStack(offer, login), offer.OpenStack, cancellation).ConfigureAwait(false);
        return offer with { Region = region, Login = login with { Held = token } };
    }

    // Keystone knows a user's or project's name only together with its domain. Where none is said it is the one every installation begins with.
    private static KeystoneLogin CompleteOpenStack(AccountOffer offer, KeystoneLogin login)
    {
        bool namesUserDomain = (login.UserDomainId ?? login.UserDomainName) is not null;
        string? userDomainId = namesUserDomain ? login.UserDomainId : "default";
        bool namesProjectDomain = (login.ProjectDomainId ?? login.ProjectDomainName) is not null;
        return login with
        {
            UserDomainId = userDomainId,
            ProjectId = offer.ProjectId,
            ProjectName = offer.ProjectName,
            ProjectDomainId = namesProjectDomain ? login.ProjectDomainId : userDomainId,
            ProjectDomainName = namesProjectDomain ? login.ProjectDomainName : login.UserDomainName,
        };
    }

    /// <summary>The text of a secret, for the moment it is needed.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>Its text.</returns>
    internal static string Reveal(SecureString secret)
    {
        IntPtr text = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(text)!;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }
}
