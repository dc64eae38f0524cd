using EcsTools.Abstractions;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.State;
using EcsTools.Internal;

namespace EcsTools.Commands;

/// <summary>Makes the tables of a PostgreSQL database that several machines share for their state, or brings them up to date.</summary>
[Cmdlet(VerbsData.Initialize, "EcsStateStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EcsStateStore))]
public sealed class InitializeEcsStateStoreCommand : EcsCmdlet
{
    /// <summary>The database's address; by default, the one in ECSTOOLS_STATE.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Uri { get; set; }

    /// <summary>Roles of the database that get the rights that a runner needs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] GrantTo { get; set; } = [];

    private protected override void Process()
    {
        StateAddress address = (Uri is null ? StateLocation.Default.Database : StateAddress.Parse(Uri))
            ?? throw InputErrors.Create("No database is specified.", "Specify -Uri postgres://USER@HOST:PORT/DATABASE, or set the environment variable ECSTOOLS_STATE.");
        StateDatabases.FetchSecret(InvokeCommand, address);
        if (Confirmation.Ask(address.ToString(), StateDatabases.DescribeInitialize(address, GrantTo)))
        {
            WriteObject(StateDatabases.Initialize(address, GrantTo));
        }
    }
}
