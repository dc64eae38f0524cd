using System;
using System.Runtime.InteropServices;
using System.Security;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.Keystone;
using EcsTools.Core.Credentials;
using EcsTools.Model;

namespace EcsTools.Core.Accounts;

/// <summary>Makes the cloud that fits what the user gave.</summary>
internal static class CloudFactory
{
    /// <summary>Makes a cloud; sends nothing.</summary>
    /// <param name="request">What the user gave, completed.</param>
    /// <param name="connection">Where and how to speak to it.</param>
    /// <returns>The cloud.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialNotFound"/> if the credential is not of a kind this cloud takes.</exception>
    public static ICloud Open(ConnectRequest request, CloudConnection connection) => connection.Cloud switch
    {
        EcsCloud.Alibaba => AlibabaCloud.Open(connection, Keys(request) ?? throw new EcsException(EcsErrorId.CredentialNotFound, "Alibaba Cloud takes an access key.")
        {
            RecommendedAction = "Give -AccessKeyId and -AccessKeySecret, or the pair as -Credential.",
        }),
        EcsCloud.Huawei or EcsCloud.OpenTelekom when Keys(request) is { } keys => HuaweiCloud.Open(connection, keys, request.ProjectId, request.ProjectName),
        EcsCloud.Huawei or EcsCloud.OpenTelekom => HuaweiCloud.Open(connection, Login(request)),
        _ => throw new EcsException(EcsErrorId.NotSupported, $"{connection.Cloud} is not supported by this version."),
    };

    private static IAccessKeySource? Keys(ConnectRequest request) => request is { AccessKeyId.Length: > 0, AccessKeySecret: { } secret }
        ? new FixedAccessKey(new AccessKey(request.AccessKeyId, Reveal(secret), request.SecurityToken is null ? null : Reveal(request.SecurityToken)))
        : null;

    private static KeystoneLogin Login(ConnectRequest request) => request is { UserName: { Length: > 0 } user, Password: { } password }
        ? new KeystoneLogin
        {
            UserName = user,
            Password = Reveal(password),
            UserDomainName = request.DomainName ?? throw new EcsException(EcsErrorId.InvalidInput, "A login by user and password needs the account's name as well.")
            {
                RecommendedAction = "Give it with -DomainName, for example OTC-EU-DE-00000000001000012345.",
            },
            ProjectId = request.ProjectId,
            ProjectName = request.ProjectName,
        }
        : throw new EcsException(EcsErrorId.CredentialNotFound, "Neither an access key with its secret nor a user with a password was given.")
        {
            RecommendedAction = "Give -AccessKeyId and -AccessKeySecret, or -Credential with -DomainName.",
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
