using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;

namespace EcsTools.Commands;

/// <summary>Makes an open account the one that commands use when none is named.</summary>
[Cmdlet(VerbsCommon.Select, "EcsAccount")]
[OutputType(typeof(EcsAccount))]
public sealed class SelectEcsAccountCommand : EcsCmdlet
{
    /// <summary>The account's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Writes the account.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        ConnectedAccount account = Accounts.Get(Name);
        Accounts.Select(account);
        if (PassThru)
        {
            WriteObject(account.Info);
        }
    }
}
