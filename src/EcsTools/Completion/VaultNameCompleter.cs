using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes names of vaults that SecretManagement knows.</summary>
internal sealed class VaultNameCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        SecretManagementClient.ListVaults().Select(n => new CompletionCandidate(n, "", ""));
}
