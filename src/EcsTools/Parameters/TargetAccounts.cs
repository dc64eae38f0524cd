using EcsTools.Core.Accounts;

namespace EcsTools.Parameters;

/// <summary>Finds the account through which an identity may be acted on.</summary>
internal static class TargetAccounts
{
    /// <summary>Finds the account.</summary>
    /// <param name="accountName">The account the user named, or null.</param>
    /// <param name="region">The region the user or a row named, or null.</param>
    /// <exception cref="EcsException">No such account is open, or what was given contradicts itself.</exception>
    public static ConnectedAccount Find(AccountRegistry accounts, EcsInstanceIdentity identity, string? accountName, string? region)
    {
        ConnectedAccount account = Find(accounts, identity.Id ?? "", identity.Origin, accountName);
        return region is null || string.Equals(region, account.Info.Region, StringComparison.OrdinalIgnoreCase)
            ? account
            : throw new EcsException(EcsErrorId.AccountMismatch, $"The account '{account.Info.Name}' is in {account.Info.Region}, not in {region}.")
            {
                RecommendedAction = "Specify the account of that region with -Account, or run Connect-EcsAccount.",
            };
    }

    /// <summary>Finds the account of anything that has an id there.</summary>
    /// <param name="origin">What an object says of its account; null for text.</param>
    /// <param name="accountName">The account the user named, or null.</param>
    /// <exception cref="EcsException">No such account is open, or what was given contradicts itself.</exception>
    public static ConnectedAccount Find(AccountRegistry accounts, string id, AccountOrigin? origin, string? accountName)
    {
        if (origin is null)
        {
            return accounts.Get(accountName);
        }

        if (accountName is not null && accounts.Get(accountName) is { } named)
        {
            return origin.Allows(named, accounts.All) ? named : throw new EcsException(
                EcsErrorId.AccountMismatch, $"Server {id} belongs to {Describe(origin)}, but account '{accountName}' is connected to {named.Info.AccountKey}, {named.IdentityKey}.")
            {
                InstanceId = id,
                RecommendedAction = "Omit -Account. An object is always processed in the account it came from.",
            };
        }

        return accounts.FindOrigin(origin)
            ?? throw new EcsException(
                accounts.All.Count == 0 ? EcsErrorId.NotConnected : EcsErrorId.AccountNotFound,
                $"The account of {id} ({Describe(origin)}) is not connected.")
            {
                InstanceId = id,
                RecommendedAction = "Run Connect-EcsAccount, and get the object again.",
            };
    }

    private static string Describe(AccountOrigin origin) =>
        $"'{origin.Name}', {origin.Key}{(origin.Identity.Length == 0 ? "" : $", {origin.Identity}")}";
}
