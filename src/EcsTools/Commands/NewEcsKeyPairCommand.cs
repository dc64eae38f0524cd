using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Core.Security;

namespace EcsTools.Commands;

/// <summary>Creates a key pair, and writes its private key into a new file that only this user can read.</summary>
[Cmdlet(VerbsCommon.New, "EcsKeyPair", SupportsShouldProcess = true)]
[OutputType(typeof(EcsKeyPair))]
public sealed class NewEcsKeyPairCommand : EcsResourceCmdlet
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The file of the private key; it must not exist.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = "";

    /// <summary>Who can use the key pair.</summary>
    [Parameter]
    public EcsKeyPairScope? Scope { get; set; }

    private protected override void Process()
    {
        ConnectedAccount account = Accounts.Get(Account);
        string path = ResolvePath(PrivateKeyPath);
        KeyPairRequest wanted = new(Name, Scope);
        KeyPairChanges.Check(account, wanted);
        NewPrivateFile.Check(path);
        EcsKeyPair? pair = Change(
            account,
            Subject(account, Name, Name),
            new EcsKeyPair { Name = Name, Account = account.Info.Name, AccountKey = account.Info.AccountKey, AccountIdentity = account.IdentityKey, Region = account.Info.Region },
            PolicyOperations.KeyPairCreate,
            $"Key pair {Name}",
            $"Create the key pair, and write its private key to {path}",
            async token =>
            {
                using NewPrivateFile file = NewPrivateFile.Claim(path);
                return await KeyPairChanges.CreateAsync(account, wanted, file, token).ConfigureAwait(false);
            });
        if (pair is not null)
        {
            WriteRead(account, pair);
        }
    }
}
