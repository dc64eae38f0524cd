using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes names of images.</summary>
internal sealed class ImageNameCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Image).Select(s => new CompletionCandidate(s.Label, s.Label, s.ToolTip));
}
