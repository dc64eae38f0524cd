using System.Collections;

using EcsTools.Core.Operations;
using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes ids of requirements that can be waived.</summary>
internal sealed class RequirementCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        OperationPlanner.Waivable.Select(id => new CompletionCandidate(id, "", ""));
}
