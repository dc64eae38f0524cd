using System.ComponentModel;

using EcsTools.Completion;
using EcsTools.Parameters;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that acts on servers: the three ways of naming them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsInstanceCmdlet : EcsTargetCmdlet
{
    private protected const string InputObjectSet = "InputObject";
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";

    private protected EcsInstanceCmdlet()
    {
    }

    /// <summary>Servers, operations that succeeded, ids or exact names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [EcsInstanceIdentityTransformation]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public virtual EcsInstanceIdentity[]? InputObject { get; set; }

    /// <summary>Ids of servers.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("InstanceId")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public virtual string[]? Id { get; set; }

    /// <summary>Names of servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    public virtual string[]? Name { get; set; }

    /// <summary>The account in which ids and names are looked for; the default one without it.</summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public virtual string? Account { get; set; }

    /// <summary>The region in which the account must be.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public virtual string? Region { get; set; }

    /// <summary>The servers that were given by <c>-InputObject</c> or through the pipeline.</summary>
    private protected virtual EcsInstanceIdentity[]? Given => InputObject;

    private protected sealed override bool MustBeAsSeen => true;

    private protected sealed override void Process()
    {
        EcsInstanceIdentity[] given = IsOf(IdSet) ? [.. (Id ?? [null!]).Select(EcsInstanceIdentity.FromId)]
            : IsOf(NameSet) ? [.. (Name ?? [null!]).Select(EcsInstanceIdentity.FromName)]
            : Given ?? [EcsInstanceIdentity.FromObject(null)];
        foreach (EcsInstanceIdentity identity in given)
        {
            Collect(identity, Account, Region);
        }
    }

    // A cmdlet that has several sets for one way of naming servers calls them by what they begin with.
    private bool IsOf(string set) => ParameterSetName.StartsWith(set, StringComparison.Ordinal);

    /// <summary>Tells whether a text is also a server: the engine takes one text from the pipeline for both.</summary>
    private protected bool IsServerText(string text) => InputObject?.Any(i => i.Text == text) == true;
}
