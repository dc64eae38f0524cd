using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>
/// Key pairs of a user. Nova creates no private keys any more from version 2.92 on, so that all of them are created here and imported
/// (docs/contracts/openstack-lifecycle.md 2).
/// </summary>
internal sealed class NovaKeyPairs(KeyPairsClient client) : IKeyPairEditor
{
    private const int LongestName = 255;

    public bool CreatesPrivateKeys => false;

    public EcsException? Refuse(KeyPairRequest wanted) =>
        wanted.Scope == EcsKeyPairScope.Account ? StepErrors.NotSupported("Key pairs of OpenStack belong to the user who creates them.", "Omit -Scope, or specify User.")
        : wanted.Name.Length > LongestName || !CloudId.CanEscape(wanted.Name) ? InputErrors.Create(
            $"The name '{wanted.Name}' is not valid for a key pair.", $"Specify at most {LongestName} letters, digits, spaces, '-' and '_'.")
        : null;

    public Task<EcsKeyPair?> FindKeyPairAsync(string name, EcsKeyPairScope? scope, CancellationToken cancellation) => client.FindListedAsync(name, cancellation);

    public Task<(EcsKeyPair Pair, string? PrivateKey)> CreateKeyPairAsync(KeyPairRequest wanted, CancellationToken cancellation) => client.CreateAsync(wanted, cancellation);

    public Task DeleteKeyPairAsync(EcsKeyPair pair, CancellationToken cancellation) => client.DeleteAsync(pair.Name, cancellation);
}
