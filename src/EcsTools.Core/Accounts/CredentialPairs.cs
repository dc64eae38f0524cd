using EcsTools.Core.Providers;

namespace EcsTools.Core.Accounts;

/// <summary>What a pair of name and secret is to a cloud.</summary>
public static class CredentialPairs
{
    /// <summary>Tells whether a pair is a user with a password, and not an access key.</summary>
    /// <param name="cloud">The cloud, or null if it was not given.</param>
    /// <param name="namesUser">True if a domain or a user's id was given beside the pair.</param>
    /// <param name="namesKey">True if an access key's id was given beside the pair.</param>
    /// <returns>True for a user.</returns>
    public static bool IsUser(EcsCloud? cloud, bool namesUser, bool namesKey) =>
        cloud is { } known ? CloudProviders.Get(known).TakesUser(namesUser, namesKey) : namesUser;
}
