using System.ComponentModel;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Abstractions;

/// <summary>
/// A cmdlet that changes tags of servers, disks, images and snapshots. What comes through the pipeline is collected by account and kind, read freshly,
/// asked for one by one, and sent in batches.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsTagCmdlet : EcsResourceCmdlet
{
    private readonly Dictionary<(ConnectedAccount Account, TaggedKind Kind), List<string>> _wanted = [];
    private readonly TargetCollector _servers = new();

    private protected EcsTagCmdlet()
    {
    }

    /// <summary>Servers, disks, images and snapshots as the Get commands write them; a text is the ID or exact name of a server.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public object[] InputObject { get; set; } = [];

    /// <summary>Writes each object as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is to be done.</summary>
    private protected abstract TagChange Wanted { get; }

    /// <summary>The name that a policy has for it.</summary>
    private protected abstract string Operation { get; }

    private protected override void Process()
    {
        foreach (object given in InputObject)
        {
            WorkOn(given is PSObject bag ? bag.BaseObject : given, () => Collect(given));
        }
    }

    private protected override void End()
    {
        // One account that cannot be read is no reason to leave the others alone.
        TagChange change = Wanted;
        foreach (ConnectedAccount account in _servers.Accounts)
        {
            IReadOnlyList<EcsInstanceIdentity> identities = _servers.Take(account);
            WorkOn(account.Info, () =>
            {
                TargetReadResult reading = Run(token => TargetReader.ReadAsync(account, identities, wildcards: false, asSeen: true, token));
                foreach ((EcsException error, object? target) in reading.Errors)
                {
                    WriteError(error, target);
                }

                Change(account, [.. reading.Found.GroupBy(i => i.Id).Select(g => TaggedResource.Of(g.First()))], change);
            });
        }

        foreach (KeyValuePair<(ConnectedAccount Account, TaggedKind Kind), List<string>> group in _wanted)
        {
            string[] ids = [.. group.Value.Distinct(StringComparer.Ordinal)];
            WorkOn(group.Key.Account.Info, () =>
            {
                IReadOnlyList<TaggedResource> found = Run(token => TagChanges.ReadAsync(group.Key.Account, group.Key.Kind, ids, token));
                foreach (string id in ids.Where(id => found.All(r => r.Id != id)))
                {
                    WriteError(Gone(group.Key.Account, group.Key.Kind, id), id);
                }

                Change(group.Key.Account, found, change);
            });
        }
    }

    private void Collect(object given)
    {
        object value = given is PSObject wrapped ? wrapped.BaseObject : given;
        switch (value)
        {
            case EcsDisk disk:
                Collect(TaggedKind.Disk, disk.Id, new(disk.AccountKey, disk.AccountIdentity, disk.Account, disk.ToString()));
                break;
            case EcsImage image:
                Collect(TaggedKind.Image, image.Id, new(image.AccountKey, image.AccountIdentity, image.Account, image.ToString()));
                break;
            case EcsSnapshot snapshot:
                Collect(TaggedKind.Snapshot, snapshot.Id, new(snapshot.AccountKey, snapshot.AccountIdentity, snapshot.Account, snapshot.ToString()));
                break;
            case PSCustomObject when PropertyBagReader.WasOnce((PSObject)given, typeof(EcsDisk)):
                Collect((object)PropertyBagReader.Read<EcsDisk>(given));
                break;
            case PSCustomObject when PropertyBagReader.WasOnce((PSObject)given, typeof(EcsImage)):
                Collect((object)PropertyBagReader.Read<EcsImage>(given));
                break;
            case PSCustomObject when PropertyBagReader.WasOnce((PSObject)given, typeof(EcsSnapshot)):
                Collect((object)PropertyBagReader.Read<EcsSnapshot>(given));
                break;
            default:
                EcsInstanceIdentity identity = EcsInstanceIdentity.FromObject(given);
                _servers.Add(TargetAccounts.Find(Accounts, identity.Refusal is null ? identity : throw identity.Refusal, Account, null), identity);
                break;
        }
    }

    private void Collect(TaggedKind kind, string id, AccountOrigin origin)
    {
        if (id.Length == 0 || origin.Key.Length == 0)
        {
            throw InputErrors.Create("The object is incomplete: Id or AccountKey is missing.", "Get the object again.");
        }

        (ConnectedAccount, TaggedKind) key = (TargetAccounts.Find(Accounts, id, origin, Account), kind);
        if (!_wanted.TryGetValue(key, out List<string>? ids))
        {
            _wanted.Add(key, ids = []);
        }

        ids.Add(id);
    }

    private void Change(ConnectedAccount account, IReadOnlyList<TaggedResource> found, TagChange change)
    {
        List<TaggedResource> agreed = [];
        foreach (TaggedResource resource in found)
        {
            if (TagChanges.Refuse(account, resource, change) is { } refusal)
            {
                WriteError(refusal, resource.Item);
            }
            else if (change.IsDone(resource.Tags))
            {
                WriteVerbose($"{resource}: the tags are already as requested; skipping.");
                Pass(account, resource);
            }
            else if (Agrees(account, resource, change))
            {
                agreed.Add(resource);
            }
        }

        if (agreed.Count > 0)
        {
            Audit.Begin(account, [.. agreed.Select(r => Event(account, r, change))]);
            Run(token => TagChanges.RunAsync(account, agreed, change, (ended, requestId) => Post(() => Report(account, change, ended, requestId)), token));
        }
    }

    private bool Agrees(ConnectedAccount account, TaggedResource resource, TagChange change)
    {
        Change asked = new(SubjectOf(account, resource), Operation);
        return Gate.Permits(asked) && Confirmation.Ask(
            $"{resource.Kind.ToString().ToLowerInvariant()} {resource} in account {account.Info.Name}, {account.Info.Region}", Display.Line(change.ToString())) && Gate.Agrees(asked);
    }

    private void Report(ConnectedAccount account, TagChange change, IReadOnlyList<(TaggedResource Resource, EcsException? Error)> ended, string? requestId)
    {
        Audit.End(account, [.. ended.Select(e => (Event(account, e.Resource, change) with { RequestId = requestId ?? "" }).Ended(e.Error))]);
        foreach ((TaggedResource resource, EcsException? error) in ended)
        {
            if (error is not null)
            {
                WriteError(error, resource.Item);
            }
            else
            {
                Pass(account, resource);
            }
        }
    }

    private void Pass(ConnectedAccount account, TaggedResource resource)
    {
        if (PassThru)
        {
            WriteRead(account, resource.Item);
        }
    }

    private Core.Auditing.AuditEvent Event(ConnectedAccount account, TaggedResource resource, TagChange change) =>
        AuditTrail.Change(SubjectOf(account, resource), Operation, change.ToString());

    // Rules by tag count for disks, images and snapshots as they do for servers.
    private static EcsInstance SubjectOf(ConnectedAccount account, TaggedResource resource) =>
        resource.Item as EcsInstance ?? Subject(account, resource.Id, resource.Name) with { Tags = resource.Tags };

    private static EcsException Gone(ConnectedAccount account, TaggedKind kind, string id) => new(
        EcsErrorId.NotFound, $"Cannot find {kind.ToString().ToLowerInvariant()} '{id}' in account '{account.Info.Name}' ({account.Info.Region}).")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "It may have been deleted. Get the object again.",
    };
}
