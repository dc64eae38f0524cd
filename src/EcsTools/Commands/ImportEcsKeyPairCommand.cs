using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Core.Security;

namespace EcsTools.Commands;

/// <summary>Imports the public half of a key that exists as a key pair.</summary>
[Cmdlet(VerbsData.Import, "EcsKeyPair", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(EcsKeyPair))]
public sealed class ImportEcsKeyPairCommand : EcsResourceCmdlet
{
    private const string PathSet = "Path";
    private const string TextSet = "Text";

    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The file of the public key.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string PublicKeyPath { get; set; } = "";

    /// <summary>The public key: one line in OpenSSH form.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet)]
    [ValidateNotNullOrEmpty]
    public string PublicKey { get; set; } = "";

    /// <summary>Who can use the key pair.</summary>
    [Parameter]
    public EcsKeyPairScope? Scope { get; set; }

    private protected override void Process()
    {
        ConnectedAccount account = Accounts.Get(Account);
        string key = ParameterSetName == PathSet ? PublicKeyText.ReadFile(ResolvePath(PublicKeyPath)) : PublicKeyText.Read(PublicKey, "The value of -PublicKey");
        KeyPairRequest wanted = new(Name, Scope, key);
        KeyPairChanges.Check(account, wanted);
        EcsKeyPair? pair = Change(
            account,
            Subject(account, Name, Name),
            new EcsKeyPair { Name = Name, PublicKey = key, Account = account.Info.Name, AccountKey = account.Info.AccountKey, AccountIdentity = account.IdentityKey, Region = account.Info.Region },
            PolicyOperations.KeyPairImport,
            $"Key pair {Name}",
            "Import the key pair",
            token => KeyPairChanges.ImportAsync(account, wanted, token));
        if (pair is not null)
        {
            WriteRead(account, pair);
        }
    }
}
