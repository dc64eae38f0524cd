using EcsTools.Abstractions;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Journaling;
using EcsTools.Core.State;
using EcsTools.Internal;

namespace EcsTools.Commands;

/// <summary>Copies journal, spent plans, and audit log from a folder to a database, or back.</summary>
[Cmdlet(VerbsCommon.Copy, "EcsState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EcsStateCopy))]
public sealed class CopyEcsStateCommand : EcsCmdlet
{
    /// <summary>The folder of a journal, or the address of a database; by default, this machine's folder.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The folder of a journal, or the address of a database; by default, the database in ECSTOOLS_STATE.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    private protected override void Process()
    {
        IStateStore source = Open(Path is null ? new StateLocation(StateLocation.LocalFolder, null) : Parse(Path));
        IStateStore destination = Open(Destination is not null ? Parse(Destination) : StateLocation.Default is { Database: not null } shared ? shared
            : throw InputErrors.Create("No destination is specified.", "Specify -Destination, or set the environment variable ECSTOOLS_STATE to the address of a database."));
        if (Confirmation.Ask(destination.Location, $"Copy state from {source.Location}"))
        {
            WriteObject(Run(_ => Task.FromResult(StateCopy.Run(source, destination))));
        }
    }

    private StateLocation Parse(string place) => StateAddress.IsOne(place) ? new StateLocation("", StateAddress.Parse(place)) : new StateLocation(ResolvePath(place), null);

    private IStateStore Open(StateLocation location)
    {
        StateDatabases.FetchSecret(InvokeCommand, location.Database);
        return location.Open();
    }
}
