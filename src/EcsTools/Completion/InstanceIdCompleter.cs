using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes ids of servers; a name is found too.</summary>
internal sealed class InstanceIdCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Instance);
}
