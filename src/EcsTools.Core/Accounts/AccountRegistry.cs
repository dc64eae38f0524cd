using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Accounts;

/// <summary>The accounts that are open in one runspace. Thread-safe.</summary>
public sealed class AccountRegistry : IDisposable
{
    private readonly object _gate = new();
    private readonly List<ConnectedAccount> _accounts = [];
    private readonly Func<Journal>? _journal;
    private ConnectedAccount? _default;

    /// <summary>Makes a registry without accounts.</summary>
    /// <param name="journal">Finds the journal in which operations on the accounts' servers are looked up; null to look none up.</param>
    public AccountRegistry(Func<Journal>? journal = null) => _journal = journal;

    /// <summary>All open accounts, in the order they were opened.</summary>
    public IReadOnlyList<ConnectedAccount> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _accounts];
            }
        }
    }

    /// <summary>
    /// Opens an account and proves its credential with a harmless call. It becomes the default. An open account of the same
    /// name is replaced.
    /// </summary>
    /// <param name="request">What the user gave; without a credential one is looked for on this machine.</param>
    /// <exception cref="EcsException">No or several credentials found, refused, or the cloud cannot be reached.</exception>
    public async Task<ConnectedAccount> ConnectAsync(ConnectRequest request, CancellationToken cancellation)
    {
        ConnectedAccount account = await OpenAsync(request, cancellation).ConfigureAwait(false);
        Add(account);
        return account;
    }

    /// <summary>Opens several accounts side by side, as <see cref="ConnectAsync"/> opens one: all of them or, when one fails, none.</summary>
    /// <param name="requests">What is to be opened; the last becomes the default.</param>
    /// <returns>The accounts, in the order of the requests.</returns>
    /// <exception cref="EcsException">As for one account.</exception>
    public async Task<IReadOnlyList<ConnectedAccount>> ConnectAllAsync(IEnumerable<ConnectRequest> requests, CancellationToken cancellation)
    {
        Task<ConnectedAccount>[] opening = [.. requests.Select(r => Task.Run(() => OpenAsync(r, cancellation), cancellation))];
        try
        {
            ConnectedAccount[] accounts = await Task.WhenAll(opening).ConfigureAwait(false);
            Array.ForEach(accounts, Add);
            return accounts;
        }
        catch
        {
            foreach (Task<ConnectedAccount> opened in opening.Where(o => o.Status == TaskStatus.RanToCompletion))
            {
                opened.Result.Dispose();
            }

            throw;
        }
    }

    /// <summary>Lists the accounts that could be opened from this machine. Sends nothing and runs no program.</summary>
    /// <param name="workingFolder">The folder the user works in, or null for the process's.</param>
    /// <returns>The accounts, those that cannot be used included.</returns>
    public static IReadOnlyList<EcsAvailableAccount> ListAvailable(string? workingFolder) =>
    [
        .. AccountResolver.List(MachineEnvironment.Current(workingFolder), null).Select(o => new EcsAvailableAccount
        {
            Source = o.Source,
            Cloud = o.Cloud,
            Profile = o.Profile,
            Method = o.Method,
            Region = o.Region,
            Problem = o.Problem?.Message,
            RecommendedAction = o.Problem?.RecommendedAction,
        }),
    ];

    /// <summary>The account with a name, or the default one.</summary>
    /// <param name="name">The name; null for the default.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotConnected"/> without any, <see cref="EcsErrorId.AccountNotFound"/>
    /// for an unknown name.</exception>
    public ConnectedAccount Get(string? name)
    {
        lock (_gate)
        {
            if (name is null)
            {
                return _default ?? throw (_accounts.Count == 0 ? NotConnected() : NoDefault());
            }

            return _accounts.FirstOrDefault(a => string.Equals(a.Info.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw (_accounts.Count == 0 ? NotConnected() : new EcsException(
                    EcsErrorId.AccountNotFound, $"Cannot find a connected account named '{name}'. Connected accounts: {string.Join(", ", _accounts.Select(a => a.Info.Name))}.")
                {
                    RecommendedAction = "Specify one of them, or run Connect-EcsAccount.",
                });
        }
    }

    /// <summary>Finds accounts by their names.</summary>
    /// <param name="names">Names, with wildcards; empty for the default one. What is the exact name of an account is no pattern.</param>
    /// <returns>The accounts, each once, in the order in which they were opened for each name.</returns>
    /// <exception cref="EcsException">As for <see cref="Get"/>, for an exact name.</exception>
    public IReadOnlyList<ConnectedAccount> Find(IReadOnlyList<string> names) => names.Count == 0
        ? [Get(null)]
        : [.. names.SelectMany(FindOne).Distinct()];

    /// <summary>Finds the account an object came from: never one that only goes to the same place.</summary>
    /// <param name="origin">What the object says.</param>
    /// <returns>The account, or null if it is not open (any more).</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.AmbiguousAccount"/> if it cannot be told which account it is.</exception>
    public ConnectedAccount? FindOrigin(AccountOrigin origin)
    {
        lock (_gate)
        {
            return origin.FindAmong(_accounts);
        }
    }

    /// <summary>Makes an account the default.</summary>
    public void Select(ConnectedAccount account)
    {
        lock (_gate)
        {
            _default = account;
            MarkDefault();
        }
    }

    /// <summary>Closes an account. If it was the default there is none afterwards: no other takes its place.</summary>
    public void Close(ConnectedAccount account)
    {
        lock (_gate)
        {
            _accounts.Remove(account);
            if (_default == account)
            {
                _default = null;
            }
        }

        account.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ConnectedAccount account in All)
        {
            Close(account);
        }
    }

    private IReadOnlyList<ConnectedAccount> FindOne(string name)
    {
        IReadOnlyList<ConnectedAccount> all = All;
        if (all.Count == 0 || !NamePattern.HasWildcards(name) || all.Any(a => string.Equals(a.Info.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            return [Get(NamePattern.HasWildcards(name) ? name : NamePattern.Unescape(name))];
        }

        NamePattern pattern = NamePattern.Parse(name);
        return [.. all.Where(a => pattern.Fits(a.Info.Name))];
    }

    private async Task<ConnectedAccount> OpenAsync(ConnectRequest request, CancellationToken cancellation)
    {
        ConnectedAccount account = await AccountConnector.OpenAsync(request, MachineEnvironment.Current(request.WorkingFolder), cancellation).ConfigureAwait(false);
        account.Journal = _journal;
        return account;
    }

    private void Add(ConnectedAccount account)
    {
        ConnectedAccount? replaced;
        lock (_gate)
        {
            replaced = _accounts.FirstOrDefault(a => string.Equals(a.Info.Name, account.Info.Name, StringComparison.OrdinalIgnoreCase));
            if (replaced is not null)
            {
                _accounts.Remove(replaced);
            }

            _accounts.Add(account);
            _default = account;
            MarkDefault();
        }

        replaced?.Dispose();
    }

    private void MarkDefault()
    {
        foreach (ConnectedAccount account in _accounts)
        {
            account.Info = account.Info with { IsDefault = account == _default };
        }
    }

    private EcsException NoDefault() => new(
        EcsErrorId.NotConnected, $"No default account is selected. Connected accounts: {string.Join(", ", _accounts.Select(a => a.Info.Name))}.")
    {
        RecommendedAction = "Run Select-EcsAccount to select one, or specify -Account.",
    };

    private static EcsException NotConnected() => new(EcsErrorId.NotConnected, "No account is connected.")
    {
        RecommendedAction = "Run Connect-EcsAccount. To try the module without a cloud account, run Start-EcsSandbox.",
    };
}
