using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Accepts events of the provider that wait for consent: it then restarts a server, or moves it to another host.</summary>
[Cmdlet(VerbsLifecycle.Confirm, "EcsEvent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = IdSet)]
[OutputType(typeof(EcsEvent))]
public sealed class ConfirmEcsEventCommand : EcsCmdlet
{
    private const string InputObjectSet = "InputObject";
    private const string IdSet = "Id";
    private readonly HashSet<(ConnectedAccount Account, string Id)> _seen = [];
    private readonly List<(ConnectedAccount Account, string Id)> _wanted = [];

    /// <summary>Events that Get-EcsEvent wrote.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNullOrEmpty]
    public EcsEvent[] InputObject { get; set; } = [];

    /// <summary>Ids of events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EventIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>When the event may begin; by default the time that was announced.</summary>
    [Parameter]
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>The account; the default one without it.</summary>
    [Parameter(ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string? Account { get; set; }

    private protected override void Process()
    {
        foreach (string id in Id)
        {
            WorkOn(id, () => Collect(Accounts.Get(Account), id));
        }

        foreach (EcsEvent item in InputObject)
        {
            WorkOn(item, () => Collect(
                TargetAccounts.Find(Accounts, item.Id, new AccountOrigin(item.AccountKey, item.AccountIdentity, item.Account, $"event {item.Id}"), accountName: null), item.Id));
        }
    }

    // Not before the pipeline has ended: an error upstream means that nothing is accepted.
    private protected override void End()
    {
        foreach ((ConnectedAccount account, string id) in _wanted)
        {
            WorkOn(new EcsEvent { Id = id, Account = account.Info.Name, AccountKey = account.Info.AccountKey, AccountIdentity = account.IdentityKey, Region = account.Info.Region }, () => Accept(account, id));
        }
    }

    private void Collect(ConnectedAccount account, string id)
    {
        if (_seen.Add((account, id)))
        {
            _wanted.Add((account, id));
        }
    }

    private void Accept(ConnectedAccount account, string id)
    {
        EcsEvent item = Run(token => EventAcceptance.RequireInquiringAsync(account, id, token));
        IReadOnlyDictionary<string, EcsInstance> found = Run(token => InstanceLookup.FindByIdAsync(account, [item.InstanceId], token));
        if (!found.TryGetValue(item.InstanceId, out EcsInstance? instance))
        {
            throw new EcsException(EcsErrorId.InstanceNotFound, $"Cannot find the server {item.InstanceId} of event {item.Id}.")
            {
                InstanceId = item.InstanceId,
                WasNotCarriedOut = true,
                RecommendedAction = "Check the server with Get-EcsInstance.",
            };
        }

        if (InstanceGuard.RefuseEvent(instance) is { } refusal)
        {
            throw refusal;
        }

        Change change = new(instance, PolicyOperations.AcceptEvent);
        if (Gate.Permits(change) && Asks(instance, item) && Gate.Agrees(change))
        {
            WriteRead(account, Audit.Around(
                account,
                AuditTrail.Change(instance, PolicyOperations.AcceptEvent, $"{item.Type} {item.Id}"),
                () => Run(token => EventAcceptance.RunAsync(account, item, NotBefore, token))));
        }
    }

    private bool Asks(EcsInstance instance, EcsEvent item)
    {
        string action = $"Accept event {Display.Line(item.Type)} ({item.Id}){Describe(NotBefore ?? item.NotBefore)}: {DescribeEffect(item.Effect)}";
        string server = $"{instance} in account {instance.Account}, {instance.Region}";
        return Confirmation.Ask(
            $"{action}: {server}", $"Performing the operation \"{action}\" on target \"{server}\".\nAccept the event of {Display.Line(instance.Name)}?", ConfirmImpact.High);
    }

    private static string Describe(DateTimeOffset? time) => time is { } begin ? $", not before {begin.UtcDateTime:u}" : ", at once";

    private static string DescribeEffect(EcsEventEffect effect) => effect switch
    {
        EcsEventEffect.Restart => "the server is restarted",
        EcsEventEffect.Stop => "the server is stopped",
        EcsEventEffect.Migration => "the server moves to another host, with a restart if it cannot move while it runs",
        EcsEventEffect.Redeployment => "the server moves to another host, and its local disks lose their data",
        EcsEventEffect.DiskReplacement => "a local disk is replaced by an empty one",
        EcsEventEffect.Maintenance => "the host is maintained, and the server may be powered off",
        EcsEventEffect.Deletion => "the server is deleted",
        _ => "the provider does what it announced, which can interrupt the server and cost the data of local disks",
    };
}
