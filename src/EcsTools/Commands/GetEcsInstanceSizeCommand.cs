using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Listing;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Lists the sizes a server can be given, or without a server all sizes of the region.</summary>
[Cmdlet(VerbsCommon.Get, "EcsInstanceSize", DefaultParameterSetName = AllSet)]
[OutputType(typeof(EcsInstanceSize))]
public sealed class GetEcsInstanceSizeCommand : EcsTargetCmdlet
{
    private const string AllSet = "All";
    private const string InputObjectSet = "InputObject";
    private const string IdSet = "Id";

    /// <summary>Servers, operations that succeeded, ids or exact names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [EcsInstanceIdentityTransformation]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public EcsInstanceIdentity[]? InputObject { get; set; }

    /// <summary>Ids of servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public string[]? InstanceId { get; set; }

    /// <summary>Names of sizes, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Only sizes that are in stock as far as the cloud tells.</summary>
    [Parameter]
    public SwitchParameter Available { get; set; }

    /// <summary>Leaves the prices out, which take a call for each size at Alibaba Cloud.</summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = IdSet)]
    public SwitchParameter NoPrice { get; set; }

    /// <summary>The accounts, by name, with wildcards; the default one without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ResourceIdTransformation(typeof(EcsAccount), nameof(EcsAccount.Name))]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[] Account { get; set; } = [];

    private protected override void Process()
    {
        if (ParameterSetName == AllSet)
        {
            List([]);
            return;
        }

        EcsInstanceIdentity[] given = ParameterSetName == IdSet
            ? [.. (InstanceId ?? [null!]).Select(EcsInstanceIdentity.FromId)]
            : InputObject ?? [EcsInstanceIdentity.FromObject(null)];
        foreach (EcsInstanceIdentity identity in given.Where(i => i.ListedAccount is null))
        {
            Collect(identity, Account);
        }

        if (given.Select(i => i.ListedAccount).OfType<string>().ToArray() is { Length: > 0 } accounts)
        {
            List(accounts);
        }
    }

    private void List(string[] accounts)
    {
        WantedNames missing = new WantedNames("size").Add(Name);
        IReadOnlyList<ConnectedAccount> read = ReadEach(Accounts.Find(accounts.Length > 0 ? accounts : Account), account => Write(account, null, missing));
        if (read.Count > 0)
        {
            WriteMissing(missing, read);
        }
    }

    private protected override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        foreach (EcsInstance instance in instances)
        {
            WantedNames missing = new WantedNames("size").Add(Name);
            Write(account, instance, missing);
            WriteMissing(missing, [account]);
        }
    }

    private void Write(ConnectedAccount account, EcsInstance? instance, WantedNames missing)
    {
        NamePatterns patterns = new(Name);
        IReadOnlyList<EcsInstanceSize> all = Run(token => Inventory.SizesAsync(account, instance, token));
        if (instance is not null)
        {
            Session.Known(account).RememberSizes(instance.Id, all);
        }

        IReadOnlyList<EcsInstanceSize> sizes = [.. all.Where(s => patterns.Fit(s.Name) && (s.IsAvailable || !Available))];
        if (instance is not null && !NoPrice)
        {
            sizes = Run(token => SizePrices.AddAsync(account, instance, sizes, token));
        }

        foreach (EcsInstanceSize size in sizes)
        {
            missing.Found(size.Name);
            WriteRead(account, size);
        }
    }
}
