using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>
/// Completes servers where name and id will do: the name; the id where several have that name or one has none, or where an id was begun.
/// </summary>
internal sealed class InstanceCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        from known in Known(session, bound, KnownKind.Instance).GroupBy(s => s.Label, StringComparer.OrdinalIgnoreCase)
        let isOne = known.Key.Length > 0 && known.Skip(1).FirstOrDefault() is null
        from server in known
        let told = server with { ToolTip = $"{server.ToolTip}, {server.Value}" }
        from suggestion in isOne ? ByName(told) : [told]
        select suggestion;

    private static CompletionCandidate[] ByName(CompletionCandidate server) =>
        [server with { Value = server.Label }, server with { Label = server.Value, ToolTip = $"{server.Label}, {server.ToolTip}", IsSecondChoice = true }];
}
