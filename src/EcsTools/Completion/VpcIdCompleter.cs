using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes ids of VPCs.</summary>
internal sealed class VpcIdCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Vpc);
}
