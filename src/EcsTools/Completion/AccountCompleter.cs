using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes names of open accounts.</summary>
internal sealed class AccountCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        session.Accounts.All.Select(a => new CompletionCandidate(a.Info.Name, a.Info.Name, $"{a.Info.Cloud}, {a.Info.Region}, {a.Info.Identity}"));
}
