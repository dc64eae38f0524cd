using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Lists what the provider is going to do to servers, and what it did: maintenance, failures, and the end of what was paid for.</summary>
[Cmdlet(VerbsCommon.Get, "EcsEvent")]
[OutputType(typeof(EcsEvent))]
public sealed class GetEcsEventCommand : EcsInventoryCmdlet
{
    private readonly Dictionary<ConnectedAccount, List<string>> _asked = [];

    /// <summary>Ids of events, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The servers whose events are wanted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string[] InstanceId { get; set; } = [];

    /// <summary>States of events; all by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public EcsEventState[] State { get; set; } = [];

    /// <summary>Leaves out events that are over.</summary>
    [Parameter]
    public SwitchParameter Pending { get; set; }

    // Servers come one by one; a call takes many.
    private protected override void Process()
    {
        foreach (ConnectedAccount account in Accounts.Find(Account))
        {
            if (!_asked.TryGetValue(account, out List<string>? ids))
            {
                _asked[account] = ids = [];
            }

            ids.AddRange(InstanceId);
        }
    }

    private protected override void End()
    {
        IReadOnlyList<EcsEventState> states = !Pending ? State : State.Length == 0 ? EventQuery.Pending : [.. State.Intersect(EventQuery.Pending)];
        if (_asked.Count == 0 || (Pending && states.Count == 0))
        {
            return;
        }

        WriteAll(
            [.. _asked.Keys],
            account => Inventory.Events(account, new EventQuery
            {
                Ids = Exact(Id),
                InstanceIds = [.. _asked[account].Distinct(StringComparer.OrdinalIgnoreCase)],
                States = states,
            }),
            Id,
            e => [e.Id],
            "event");
    }
}
