using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes ids of snapshots; a name is in the tooltip.</summary>
internal sealed class SnapshotIdCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Snapshot);
}
