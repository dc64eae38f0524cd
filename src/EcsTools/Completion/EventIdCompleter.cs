using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes ids of events; type and server are in the tooltip.</summary>
internal sealed class EventIdCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Event);
}
