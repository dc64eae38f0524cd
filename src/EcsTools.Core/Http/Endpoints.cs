using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Http;

/// <summary>Rules for addresses that a user gives.</summary>
internal static class Endpoints
{
    /// <summary>Reads an address from a file or a variable; a bare host is meant with https.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InsecureEndpoint"/> or <see cref="EcsErrorId.InvalidInput"/>.</exception>
    public static Uri Parse(string text, string what)
    {
        string whole = text.IndexOf("://", StringComparison.Ordinal) < 0 ? "https://" + text : text;
        if (!Uri.TryCreate(whole, UriKind.Absolute, out Uri? address) || address.Host.Length == 0)
        {
            // The text may be a credential in the wrong place, so it is not repeated.
            throw InputErrors.Create($"The {what} is not an address of the form https://host[:port].", "Correct it in the variable or profile that it comes from.");
        }

        RefuseInsecure(address);
        return address;
    }

    /// <summary>Refuses what would carry credentials in the clear: plain HTTP is for loopback only.</summary>
    /// <param name="endpoint">The address, or null.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InsecureEndpoint"/> or <see cref="EcsErrorId.InvalidInput"/>.</exception>
    public static void RefuseInsecure(Uri? endpoint)
    {
        if (endpoint is null)
        {
            return;
        }

        if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttp) || endpoint.UserInfo.Length > 0)
        {
            // What stands where a user and a password may stand is not repeated.
            string what = endpoint.IsAbsoluteUri && endpoint.UserInfo.Length > 0 ? "An address with a user in it" : $"'{endpoint.OriginalString}'";
            throw InputErrors.Create($"{what} is not an address of the form https://host[:port].", "Specify -Endpoint as https://host[:port].");
        }

        if (endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback)
        {
            throw new EcsException(EcsErrorId.InsecureEndpoint, $"{endpoint} uses HTTP. Credentials would be sent unencrypted.")
            {
                RecommendedAction = "Use HTTPS. HTTP is allowed only for loopback addresses.",
            };
        }
    }
}
