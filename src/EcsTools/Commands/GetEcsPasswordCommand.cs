using System.Security;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Auditing;
using EcsTools.Core.Guests;

namespace EcsTools.Commands;

/// <summary>Fetches the passwords that Windows servers left with their cloud, and decrypts them with the key pair's private key.</summary>
[Cmdlet(VerbsCommon.Get, "EcsPassword", DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsLogin))]
public sealed class GetEcsPasswordCommand : EcsInstanceCmdlet
{
    private const string Stored = "Stored";
    private StoredPasswordKey? _key;

    /// <summary>The private key (OpenSSH or PEM) of the key pair that the server was built with.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string KeyFile { get; set; } = "";

    /// <summary>The key's passphrase.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>How many seconds to wait until the server has left its password.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int Timeout { get; set; } = 900;

    /// <summary>Does not wait.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected override void Begin() => _key = StoredPasswordKey.Read(ResolvePath(KeyFile), Passphrase);

    private protected override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        Board.Begin("Waiting for passwords", instances.Count);
        TimeSpan timeout = NoWait ? TimeSpan.Zero : TimeSpan.FromSeconds(Timeout);
        foreach (EcsInstance instance in instances)
        {
            WorkOn(instance, () =>
            {
                string text = Audit.Around(
                    account,
                    new AuditEvent { Kind = EcsAuditKind.PasswordRead, Operation = "PasswordRead", Instance = instance },
                    () => Run(token => StoredPasswords.FetchAsync(account, instance, timeout, token)));
                WriteObject(new EcsLogin
                {
                    InstanceId = instance.Id,
                    InstanceName = instance.Name,
                    Account = instance.Account,
                    AccountKey = instance.AccountKey,
                    AccountIdentity = instance.AccountIdentity,
                    Region = instance.Region,
                    UserName = "Administrator",
                    Password = _key!.Decrypt(text),
                    Method = Stored,
                });
            });

            Board.CountDone();
        }
    }

    private protected override void End()
    {
        base.End();
        _key?.Dispose();
    }
}
