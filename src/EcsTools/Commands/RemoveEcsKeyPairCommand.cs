using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Deletes key pairs at the cloud. Servers keep the keys that they have.</summary>
[Cmdlet(VerbsCommon.Remove, "EcsKeyPair", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
public sealed class RemoveEcsKeyPairCommand : EcsResourceCmdlet
{
    private const string NameSet = "Name";
    private const string InputObjectSet = "InputObject";
    private readonly HashSet<(ConnectedAccount Account, string Name, EcsKeyPairScope Scope)> _seen = [];

    /// <summary>Exact names.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Key pairs that Get-EcsKeyPair has written.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public EcsKeyPair[] InputObject { get; set; } = [];

    private protected override void Process()
    {
        foreach (string name in Name)
        {
            WorkOn(new EcsKeyPair { Name = name }, () =>
            {
                ConnectedAccount account = Accounts.Get(Account);
                Remove(account, Find(account, name, null));
            });
        }

        foreach (EcsKeyPair pair in InputObject)
        {
            WorkOn(pair, () =>
            {
                ConnectedAccount account = TargetAccounts.Find(Accounts, pair.Name, new AccountOrigin(pair.AccountKey, pair.AccountIdentity, pair.Account, $"key pair {pair.Name}"), Account);
                Remove(account, Find(account, pair.Name, pair.Scope));
            });
        }
    }

    private EcsKeyPair Find(ConnectedAccount account, string name, EcsKeyPairScope? scope) =>
        Run(token => KeyPairChanges.FindAsync(account, name, scope, token)) ?? throw new EcsException(
            EcsErrorId.NotFound, $"Cannot find key pair '{name}' in account '{account.Info.Name}' ({account.Info.Region}).")
        {
            WasNotCarriedOut = true,
            RecommendedAction = "Run Get-EcsKeyPair to list the key pairs. Names are exact, and letter case counts.",
        };

    private void Remove(ConnectedAccount account, EcsKeyPair pair)
    {
        if (_seen.Add((account, pair.Name, pair.Scope)))
        {
            Change<object>(
                account,
                Subject(account, pair.Name, pair.Name),
                pair,
                PolicyOperations.KeyPairRemove,
                $"Key pair {pair.Name}",
                "Delete the key pair; servers keep the key, but no server can be reinstalled with it",
                async token => await KeyPairChanges.RemoveAsync(account, pair, token).ConfigureAwait(false));
        }
    }
}
