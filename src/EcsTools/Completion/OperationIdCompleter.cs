using System.Collections;

using EcsTools.Core.Journaling;
using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes ids of operations from the journal on this machine, the latest first.</summary>
internal sealed class OperationIdCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        from operation in session.ReadJournal(bound["JournalPath"]?.ToString()).Find(new JournalQuery())
        orderby operation.StartedAt descending
        select new CompletionCandidate(operation.OperationId, Label(operation), $"{operation}, {operation.StartedAt.ToLocalTime():g}");

    private static string Label(EcsOperation operation) => $"{operation.OperationId} {operation.Kind} {operation.InstanceName}";
}
