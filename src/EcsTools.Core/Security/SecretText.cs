using System.Runtime.InteropServices;
using System.Security;

namespace EcsTools.Core.Security;

internal static class SecretText
{
    /// <summary>The text of a secret, for the moment it is needed: it cannot be wiped from memory.</summary>
    public static string Reveal(SecureString secret)
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
