using EcsTools.Abstractions;
using EcsTools.Completion;

namespace EcsTools.Commands;

/// <summary>Closes accounts of this session. Nothing changes at the cloud.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "EcsAccount")]
public sealed class DisconnectEcsAccountCommand : EcsCmdlet
{
    /// <summary>The names of the accounts; without it the default one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[]? Name { get; set; }

    private protected override void Process()
    {
        Session.KeepAllNames();
        foreach (string? name in Name ?? [null!])
        {
            try
            {
                Accounts.Close(Accounts.Get(name));
            }
            catch (EcsException error)
            {
                WriteError(error, name);
            }
        }
    }
}
