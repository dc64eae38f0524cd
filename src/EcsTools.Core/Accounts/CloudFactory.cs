using System;
using System.Runtime.InteropServices;
using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
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
        _ => throw new EcsException(EcsErrorId.NotSupported, $"{offer.Cloud} is not supported by this version."),
    };

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
