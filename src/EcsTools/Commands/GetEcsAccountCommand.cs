using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;

namespace EcsTools.Commands;

/// <summary>Lists the accounts that are open in this session, or those that could be opened from this machine.</summary>
[Cmdlet(VerbsCommon.Get, "EcsAccount", DefaultParameterSetName = OpenSet)]
[OutputType(typeof(EcsAccount), ParameterSetName = [OpenSet])]
[OutputType(typeof(EcsAvailableAccount), ParameterSetName = [AvailableSet])]
public sealed class GetEcsAccountCommand : EcsCmdlet
{
    private const string OpenSet = "Open";
    private const string AvailableSet = "Available";

    /// <summary>Names, with wildcards; all without it.</summary>
    [Parameter(Position = 0, ParameterSetName = OpenSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Lists what was found on this machine: environment variables, the vendors' files, the server's own role. Sends nothing and
    /// runs no program.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AvailableSet)]
    public SwitchParameter ListAvailable { get; set; }

    private protected override void Process()
    {
        if (ListAvailable)
        {
            WriteObject(AccountRegistry.ListAvailable(SessionState.Path.CurrentFileSystemLocation.ProviderPath), enumerateCollection: true);
            return;
        }

        foreach (string name in Name)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteOne(name);
                continue;
            }

            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            foreach (ConnectedAccount account in Accounts.All.Where(a => pattern.IsMatch(a.Info.Name)))
            {
                WriteObject(account.Info);
            }
        }
    }

    private void WriteOne(string name)
    {
        try
        {
            WriteObject(Accounts.Get(name).Info);
        }
        catch (EcsException error)
        {
            WriteError(error, name);
        }
    }
}
