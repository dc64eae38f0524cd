using System.Collections;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Lists servers, page by page as they come.</summary>
[Cmdlet(VerbsCommon.Get, "EcsInstance", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(EcsInstance))]
public sealed class GetEcsInstanceCommand : EcsTargetCmdlet
{
    private const string QuerySet = "Query";
    private const string InputObjectSet = "InputObject";

    /// <summary>Servers to read anew, operations that succeeded, ids or names, with wildcards; or accounts whose servers are wanted.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [EcsInstanceIdentityTransformation]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public EcsInstanceIdentity[]? InputObject { get; set; }

    /// <summary>Names, with wildcards, or ids.</summary>
    [Parameter(Position = 0, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Ids.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = QuerySet)]
    [Alias("InstanceId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>States.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public EcsInstanceStatus[] Status { get; set; } = [];

    /// <summary>Tags that must be there, as name and value; null for any value.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TagCompleter))]
    public Hashtable Tag { get; set; } = [];

    /// <summary>Sizes, with wildcards.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public string[] Size { get; set; } = [];

    /// <summary>Zones.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ZoneCompleter))]
    public string[] Zone { get; set; } = [];

    /// <summary>Ids of VPCs.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string[] VpcId { get; set; } = [];

    /// <summary>Public or private addresses.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[] IpAddress { get; set; } = [];

    /// <summary>Reasons for which servers are locked.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LockReasonCompleter))]
    public string[] LockReason { get; set; } = [];

    /// <summary>How servers are paid for.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public EcsChargeType? ChargeType { get; set; }

    /// <summary>Lists also servers that are probably temporary ones of a running reinstallation.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public SwitchParameter IncludeTemporary { get; set; }

    /// <summary>The accounts, by name, with wildcards; the default one without it.</summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ResourceIdTransformation(typeof(EcsAccount), nameof(EcsAccount.Name))]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[] Account { get; set; } = [];

    private protected override bool AllowsWildcards => true;

    private protected override int BatchSize(ConnectedAccount account) => InstanceLookup.BatchSize;

    private protected override void Process()
    {
        if (ParameterSetName == QuerySet)
        {
            List(Accounts.Find(Account));
            return;
        }

        foreach (EcsInstanceIdentity identity in InputObject ?? [EcsInstanceIdentity.FromObject(null)])
        {
            if (identity.ListedAccount is { } account)
            {
                List([Accounts.Get(account)]);
            }
            else
            {
                Collect(identity, Account);
            }
        }
    }

    private protected override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances) => WriteObject(instances, enumerateCollection: true);

    private void List(IReadOnlyList<ConnectedAccount> accounts)
    {
        WantedNames missing = new WantedNames("server", EcsErrorId.InstanceNotFound).Add(Id).Add(Name);
        IReadOnlyList<ConnectedAccount> read = ReadEach(accounts, account => List(account, missing));
        if (read.Count > 0)
        {
            WriteMissing(missing, read);
        }
    }

    private void List(ConnectedAccount account, WantedNames missing)
    {
        InstanceQuery query = Query();
        string[] names = [.. Name.Except(WriteByIds(account, query, missing), StringComparer.Ordinal)];
        if (names.Length == 0 && Name.Length > 0)
        {
            return;
        }

        PageReader<EcsInstance> reader = Inventory.Instances(account, query with { Names = names });
        BoundedCache known = Session.Known(account)[KnownKind.Instance];
        known.BeginRound();
        while (Run(reader.ReadAsync) is { } page)
        {
            foreach (EcsInstance instance in page)
            {
                missing.Found(instance.Id, instance.Name);
                WriteRead(account, instance);
            }
        }

        if (MyInvocation.BoundParameters.Keys.All(k => k == nameof(Account)))
        {
            known.EndRound();
        }
    }

    // A name may look like an id, and an id stands where a name is expected: what looks like one is asked for as one first.
    private IReadOnlyCollection<string> WriteByIds(ConnectedAccount account, InstanceQuery query, WantedNames missing)
    {
        string[] ids = [.. Name.Where(LooksLikeId).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
        {
            return [];
        }

        IReadOnlyDictionary<string, EcsInstance> found = Run(token => InstanceLookup.FindByIdAsync(account, ids, token));
        foreach (EcsInstance instance in found.Values.Where((query with { Names = [] }).Matches))
        {
            missing.Found(instance.Id);
            WriteRead(account, instance);
        }

        return [.. found.Keys];
    }

    private static bool LooksLikeId(string text) => Guid.TryParse(text, out _) || (text.Length > 10 && text.StartsWith("i-", StringComparison.Ordinal));

    private InstanceQuery Query() => new()
    {
        Ids = Id,
        Names = Name,
        Statuses = Status,
        Tags = Tag.Cast<DictionaryEntry>().ToDictionary(t => t.Key.ToString(), t => t.Value?.ToString()),
        Sizes = Size,
        Zones = Zone,
        VpcIds = VpcId,
        IpAddresses = IpAddress,
        LockReasons = LockReason,
        ChargeType = ChargeType,
        IncludeTemporary = IncludeTemporary,
    };
}
