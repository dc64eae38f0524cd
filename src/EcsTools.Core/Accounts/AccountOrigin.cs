using EcsTools.Core.Clouds;

namespace EcsTools.Core.Accounts;

/// <summary>What an object says of the account it came from. Its key says where calls go, its identity who makes them.</summary>
/// <param name="Key">The account's key.</param>
/// <param name="Identity">Who read it; empty if the object does not say.</param>
/// <param name="Name">The account's name at that time; empty if the object does not say.</param>
/// <param name="What">The object, for messages.</param>
public sealed record AccountOrigin(string Key, string Identity, string Name, string What)
{
    /// <summary>
    /// True for what this machine's journal has: an operation that version 0.1 left open may be settled in the one account that has its name
    /// and would have had its key then.
    /// </summary>
    public bool IsOfJournal { get; init; }

    /// <summary>Tells whether an account may be the one, as far as the object says.</summary>
    /// <returns>True if nothing contradicts it.</returns>
    public bool Fits(ConnectedAccount account) => account.Info.AccountKey == Key && (Identity.Length == 0 || account.IdentityKey == Identity);

    /// <summary>Tells whether an account that the user has named may be the one.</summary>
    /// <param name="open">All open accounts.</param>
    /// <returns>False if something contradicts it, or if the object names another account with the same key and no identity.</returns>
    public bool Allows(ConnectedAccount account, IReadOnlyList<ConnectedAccount> open) =>
        Fits(account) && (Identity.Length > 0 || HasName(account) || !open.Any(a => Fits(a) && HasName(a)));

    internal ConnectedAccount? FindAmong(IReadOnlyList<ConnectedAccount> open)
    {
        ConnectedAccount[] fitting = [.. open.Where(Fits)];
        if (fitting.Length == 0)
        {
            return FindFormer([.. open.Where(a => AccountKeys.Former(a.Info.AccountKey) == Key)]);
        }

        // One name belongs to one open account, so that it decides among those that may be the one.
        return fitting.Length == 1 && (Identity.Length > 0 || Name.Length == 0 || IsOfJournal)
            ? fitting[0]
            : fitting.SingleOrDefault(HasName) ?? throw Ambiguous(
                $"Cannot tell which account {What} came from: '{Name}' is not connected. Connected accounts with its key ({Key}): {string.Join(", ", fitting.Select(a => a.Info.Name))}.",
                "Specify -Account, or get the object again through the account that you mean.");
    }

    private ConnectedAccount? FindFormer(ConnectedAccount[] candidates) => candidates.Length == 0 ? null
        : IsOfJournal && candidates.Length == 1 && HasName(candidates[0]) ? candidates[0]
        : throw Ambiguous(
            $"{What} comes from version 0.1, which did not record at which identity service its account is ({Key}).",
            IsOfJournal ? $"Connect that account alone, under the name '{Name}'." : "Get the object again with Get-EcsInstance.");

    private bool HasName(ConnectedAccount account) => string.Equals(account.Info.Name, Name, StringComparison.OrdinalIgnoreCase);

    private static EcsException Ambiguous(string message, string action) => new(EcsErrorId.AmbiguousAccount, message)
    {
        WasNotCarriedOut = true,
        RecommendedAction = action,
    };
}
