using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes names of servers.</summary>
internal sealed class InstanceNameCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Instance).Select(s => new CompletionCandidate(s.Label, s.Label, s.ToolTip));
}
