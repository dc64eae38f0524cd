using System;
using System.Management.Automation;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Journaling;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Reads the journal: operations that were sent, and how they stand as far as this machine knows.</summary>
[Cmdlet(VerbsCommon.Get, "EcsOperation")]
[OutputType(typeof(EcsOperation))]
public sealed class GetEcsOperationCommand : EcsCmdlet
{
    /// <summary>Operation ids.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperationIdCompleter))]
    public string[] OperationId { get; set; } = [];

    /// <summary>Servers, by id or exact name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    public string[] Instance { get; set; } = [];

    /// <summary>Account names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[] Account { get; set; } = [];

    /// <summary>How the operation stands.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public EcsOperationState[] State { get; set; } = [];

    /// <summary>Only what was begun within this time.</summary>
    [Parameter]
    public TimeSpan? Last { get; set; }

    /// <summary>The folder of the journal, where the usual one does not outlive this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    private protected override void Process()
    {
        JournalQuery query = new()
        {
            OperationIds = OperationId,
            Instances = Instance,
            Accounts = Account,
            States = State,
            Since = Last is { } last && last < DateTimeOffset.UtcNow - DateTimeOffset.MinValue ? DateTimeOffset.UtcNow - last : null,
        };
        WriteObject(OpenJournal(JournalPath).Find(query), enumerateCollection: true);
    }
}
