using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes names of secrets, as SecretManagement lists them.</summary>
internal sealed class SecretNameCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        SecretManagementClient.ListSecrets(bound["VaultName"]?.ToString()).Select(n => new CompletionCandidate(n, "", ""));
}
