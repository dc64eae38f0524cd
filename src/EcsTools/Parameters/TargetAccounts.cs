using System;

using EcsTools.Core.Accounts;
using EcsTools.Model;

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
        ConnectedAccount account = identity.Origin is null
            ? accounts.Get(accountName)
            : FindOrigin(accounts, identity, accountName);
        return region is null || string.Equals(region, account.Info.Region, StringComparison.OrdinalIgnoreCase)
            ? account
            : throw new EcsException(EcsErrorId.AccountMismatch, $"The account '{account.Info.Name}' is in {account.Info.Region}, not in {region}.")
            {
                RecommendedAction = "Name the account of that region with -Account, or open one with Connect-EcsAccount.",
            };
    }

    private static ConnectedAccount FindOrigin(AccountRegistry accounts, EcsInstanceIdentity identity, string? accountName)
    {
        if (accountName is not null && accounts.Get(accountName) is { } named)
        {
            return identity.Origin!.Allows(named, accounts.All) ? named : throw new EcsException(
                EcsErrorId.AccountMismatch, $"{identity.Id} came from {Describe(identity.Origin!)}, but the account '{accountName}' is {named.Info.AccountKey}, {named.IdentityKey}.")
            {
                InstanceId = identity.Id,
                RecommendedAction = "Leave -Account out: an object is only acted on through the account it came from.",
            };
        }

        return accounts.FindOrigin(identity.Origin!)
            ?? throw new EcsException(
                accounts.All.Count == 0 ? EcsErrorId.NotConnected : EcsErrorId.AccountNotFound,
                $"The account of server {identity.Id} ({Describe(identity.Origin!)}) is not connected.")
            {
                InstanceId = identity.Id,
                RecommendedAction = "Run Connect-EcsAccount, and get the server again with Get-EcsInstance.",
            };
    }

    private static string Describe(AccountOrigin origin) =>
        $"'{origin.Name}', {origin.Key}{(origin.Identity.Length == 0 ? "" : $", {origin.Identity}")}";
}
