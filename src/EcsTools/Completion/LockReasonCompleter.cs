using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes reasons for which servers of the account are locked.</summary>
internal sealed class LockReasonCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.LockReason);
}
