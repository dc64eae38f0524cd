using System;
using System.Runtime.InteropServices;
using System.Security;

using EcsTools.Core.Clouds;
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
        _ => throw new EcsException(EcsErrorId.NotSupported, $"{connection.Cloud} is not supported by this version."),
    };

    private static IAccessKeySource? Keys(ConnectRequest request) => request is { AccessKeyId.Length: > 0, AccessKeySecret: { } secret }
        ? new FixedAccessKey(new AccessKey(request.AccessKeyId, Reveal(secret), request.SecurityToken is null ? null : Reveal(request.SecurityToken)))
        : null;

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
