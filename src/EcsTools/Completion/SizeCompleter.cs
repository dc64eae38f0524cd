using System.Collections;
using System.Collections.Generic;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes sizes.</summary>
internal sealed class SizeCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, k => k.Sizes);
}
