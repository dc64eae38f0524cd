using System.Collections;

using EcsTools.Internal;
using EcsTools.Sandbox;

namespace EcsTools.Completion;

/// <summary>Completes the names of the faults that the sandbox can play.</summary>
internal sealed class FaultCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) => SandboxOptions.FaultNames.Select(n => new CompletionCandidate(n, "", ""));
}
