using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Clouds;
using EcsTools.Core.Journaling;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Reads the journal: operations that were sent, and how they stand as far as this machine knows.</summary>
[Cmdlet(VerbsCommon.Get, "EcsOperation")]
[OutputType(typeof(EcsOperation))]
public sealed class GetEcsOperationCommand : EcsCmdlet
{
    /// <summary>Operation ids, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ResourceIdTransformation(typeof(EcsOperation), nameof(EcsOperation.OperationId))]
    [ArgumentCompleter(typeof(OperationIdCompleter))]
    public string[] OperationId { get; set; } = [];

    /// <summary>Servers, by id or exact name, or as Get-EcsInstance wrote them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("InstanceId")]
    [ResourceIdTransformation(typeof(EcsInstance), nameof(EcsInstance.Id))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    public string[] Instance { get; set; } = [];

    /// <summary>Account names, with wildcards.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ResourceIdTransformation(typeof(EcsAccount), nameof(EcsAccount.Name))]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[] Account { get; set; } = [];

    /// <summary>How the operation stands.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public EcsOperationState[] State { get; set; } = [];

    /// <summary>Only so many, those begun last.</summary>
    [Parameter]
    [CountTransformation(nameof(Within))]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>Only what was begun within this time.</summary>
    [Parameter]
    public TimeSpan? Within { get; set; }

    /// <summary>The folder of the journal, where the usual one does not outlive this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    private protected override void Process()
    {
        NamePatterns ids = new(OperationId);
        NamePatterns accounts = new(Account);
        JournalQuery query = new()
        {
            Instances = Instance,
            States = State,
            Since = PastTime.Begin(Within),
        };
        EcsOperation[] found = [.. OpenJournal(JournalPath).Find(query).Where(o => ids.Fit(o.OperationId) && accounts.Fit(o.Account))];
        WriteObject(found.Take(Last ?? int.MaxValue), enumerateCollection: true);
        foreach (string missing in OperationId.Where(id => !NamePattern.HasWildcards(id) && !Array.Exists(found, o => string.Equals(o.OperationId, id, StringComparison.OrdinalIgnoreCase))))
        {
            WriteError(
                new EcsException(EcsErrorId.NotFound, $"Cannot find an operation '{missing}' in the journal that matches the filters.") { RecommendedAction = "Run Get-EcsOperation without parameters to list the operations." },
                missing);
        }
    }
}
