using System.Linq;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Lists the accounts that are open in this session.</summary>
[Cmdlet(VerbsCommon.Get, "EcsAccount")]
[OutputType(typeof(EcsAccount))]
public sealed class GetEcsAccountCommand : EcsCmdlet
{
    /// <summary>Names, with wildcards; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    private protected override void Process()
    {
        foreach (string name in Name)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteOne(name);
                continue;
            }

            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            foreach (OpenAccount account in Accounts.All.Where(a => pattern.IsMatch(a.Info.Name)))
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
