using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes tags that servers of the account have, as a hashtable.</summary>
internal sealed class TagCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Tag).Select(t => t with { Label = t.ToolTip, IsExpression = true });
}
