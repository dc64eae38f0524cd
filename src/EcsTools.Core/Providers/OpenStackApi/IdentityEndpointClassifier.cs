using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Providers.OpenStackApi;

/// <summary>Tells whose cloud an identity service belongs to: the OS_ variables and clouds.yaml are common to all of OpenStack.</summary>
internal static class IdentityEndpointClassifier
{
    /// <summary>The cloud behind an identity service.</summary>
    /// <param name="address">Its address, or null.</param>
    /// <returns>The cloud; <see cref="EcsCloud.OpenStack"/> for any other, null without an address.</returns>
    public static EcsCloud? Recognize(string? address)
    {
        if (address is null)
        {
            return null;
        }

        string host = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? uri.Host : "";
        return Ends(host, "otc.t-systems.com") ? EcsCloud.OpenTelekom
            : Ends(host, "myhuaweicloud.com") || Ends(host, "myhuaweicloud.eu") || Ends(host, "myhwclouds.com") ? EcsCloud.Huawei
            : EcsCloud.OpenStack;
    }

    /// <summary>Puts the identity service into an offer that logs in.</summary>
    /// <param name="address">The address, or null.</param>
    /// <returns>The offer; an identity service on loopback stands for the whole cloud, since a sandbox serves all on one port.</returns>
    /// <exception cref="EcsException">It is no address, or would be spoken to in the clear.</exception>
    public static AccountCandidate Locate(AccountCandidate offer, string? address)
    {
        if (address is null)
        {
            return offer;
        }

        Uri identity = Endpoints.Parse(address, "address of the identity service");
        AccountCandidate located = offer with { Login = offer.Login is null ? null : offer.Login with { AuthUrl = identity } };
        return identity.IsLoopback ? located with { Endpoint = new Uri(identity.GetLeftPart(UriPartial.Authority)) } : located;
    }

    private static bool Ends(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
}
