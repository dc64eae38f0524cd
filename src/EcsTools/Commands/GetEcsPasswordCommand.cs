using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Guests;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Fetches the passwords that Windows servers have made for themselves, and decrypts them with the private key.</summary>
[Cmdlet(VerbsCommon.Get, "EcsPassword", DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(EcsLogin))]
public sealed class GetEcsPasswordCommand : EcsInstanceCmdlet
{
    /// <summary>The private key of the key pair that the server was made or reinstalled with.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string KeyFile { get; set; } = "";

    /// <summary>The key's passphrase.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>How many seconds to wait for each server's password; 1200 by default.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 1200;

    /// <summary>Looks once and does not wait.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected override void Act(OpenAccount account, IReadOnlyList<EcsInstance> instances)
    {
        string path = GetUnresolvedProviderPathFromPSPath(KeyFile);
        TimeSpan timeout = NoWait ? TimeSpan.Zero : TimeSpan.FromSeconds(Timeout);
        Board.Begin("Fetching passwords", instances.Count);
        foreach (EcsInstance instance in instances)
        {
            try
            {
                SecureString password = Run(token => StoredPasswords.WaitAsync(account, instance, path, Passphrase, timeout, token));
                WriteObject(new EcsLogin
                {
                    InstanceId = instance.Id,
                    InstanceName = instance.Name,
                    Account = instance.Account,
                    Region = instance.Region,
                    Address = instance.PublicIp ?? instance.PrivateIp,
                    Credential = new PSCredential(GuestUser.Administrator, password),
                    Method = "Guest",
                    Effective = EcsLoginEffect.Unverified,
                });
            }
            catch (EcsException error) when (!EndsCommand(error))
            {
                WriteError(error, instance);
            }

            Board.CountDone();
        }
    }
}
