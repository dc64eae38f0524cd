using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes zones.</summary>
internal sealed class ZoneCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Zone);
}
