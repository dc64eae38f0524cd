using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes ids of disks.</summary>
internal sealed class DiskIdCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        Known(session, bound, KnownKind.Disk);
}
