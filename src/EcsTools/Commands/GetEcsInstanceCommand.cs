using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;
using EcsTools.Model;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Lists servers, page by page as they come.</summary>
[Cmdlet(VerbsCommon.Get, "EcsInstance", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(EcsInstance))]
public sealed class GetEcsInstanceCommand : EcsTargetCmdlet
{
    private const string QuerySet = "Query";
    private const string InputObjectSet = "InputObject";

    /// <summary>Servers to read anew, operations that succeeded, ids or names, with wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [EcsInstanceIdentityTransformation]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public EcsInstanceIdentity[]? InputObject { get; set; }

    /// <summary>Names, with wildcards.</summary>
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
    public string[] Zone { get; set; } = [];

    /// <summary>Ids of VPCs.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[] VpcId { get; set; } = [];

    /// <summary>Public or private addresses.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[] IpAddress { get; set; } = [];

    /// <summary>Reasons for which servers are locked.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[] LockReason { get; set; } = [];

    /// <summary>How servers are paid for.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public EcsChargeType? ChargeType { get; set; }

    /// <summary>Lists also servers that are probably temporary ones of a running reinstallation.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public SwitchParameter IncludeTemporary { get; set; }

    /// <summary>The account; the default one without it.</summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string? Account { get; set; }

    private protected override bool AllowsWildcards => true;

    private protected override int BatchSize(ConnectedAccount account) => InstanceLookup.BatchSize;

    private protected override void Process()
    {
        if (ParameterSetName == QuerySet)
        {
            List();
            return;
        }

        foreach (EcsInstanceIdentity identity in InputObject ?? [EcsInstanceIdentity.FromObject(null)])
        {
            Collect(identity, Account, region: null);
        }
    }

    private protected override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances) => WriteObject(instances, enumerateCollection: true);

    private void List()
    {
        ConnectedAccount account = Accounts.Get(Account);
        PageReader<EcsInstance> reader = Inventory.Instances(account, Query());
        BoundedCache known = Session.Known(account).Instances;
        known.BeginRound();
        HashSet<string> missing = new(Id.Concat(Name.Where(n => !InstanceQuery.HasWildcards(n))), StringComparer.OrdinalIgnoreCase);
        while (Run(reader.ReadAsync) is { } page)
        {
            foreach (EcsInstance instance in page)
            {
                missing.Remove(instance.Id);
                missing.Remove(instance.Name);
                WriteRead(account, instance);
            }
        }

        if (MyInvocation.BoundParameters.Keys.All(k => k == nameof(Account)))
        {
            known.EndRound();
        }

        ReportMissing(account, missing);
    }

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

    private void ReportMissing(ConnectedAccount account, IEnumerable<string> absent)
    {
        foreach (string missing in absent)
        {
            WriteError(
                new EcsException(EcsErrorId.InstanceNotFound, $"There is no server '{missing}' in the account '{account.Info.Name}' ({account.Info.Region}) that meets all conditions.")
                {
                    RecommendedAction = "Look at what there is with Get-EcsInstance; name another account with -Account.",
                },
                missing);
        }
    }
}
