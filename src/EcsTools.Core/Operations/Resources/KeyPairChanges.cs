using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Operations;

/// <summary>
/// Creates, imports and deletes key pairs: sent once each, and looked after by reading where the answer was lost. A private key is in no message:
/// it goes from the answer into the file that was created before.
/// </summary>
public static class KeyPairChanges
{
    /// <summary>Refuses what cannot be sent, without asking the cloud.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> or <see cref="EcsErrorId.NotSupported"/>.</exception>
    public static void Check(ConnectedAccount account, KeyPairRequest wanted)
    {
        if (Of(account).Refuse(wanted) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Reads a key pair by its exact name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="scope">Whose is looked for; null for any.</param>
    /// <returns>The key pair, or null.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public static Task<EcsKeyPair?> FindAsync(ConnectedAccount account, string name, EcsKeyPairScope? scope, CancellationToken cancellation) =>
        Of(account).FindKeyPairAsync(name, scope, cancellation);

    /// <summary>Creates a key pair, and writes its private key into a file.</summary>
    /// <param name="file">The file, claimed before anything is sent.</param>
    /// <returns>The key pair.</returns>
    /// <exception cref="EcsException">The cloud refused; <see cref="EcsErrorId.OutcomeUnknown"/> if its answer was lost, and the private key with it.</exception>
    public static async Task<EcsKeyPair> CreateAsync(ConnectedAccount account, KeyPairRequest wanted, NewPrivateFile file, CancellationToken cancellation)
    {
        IKeyPairEditor editor = Of(account);
        if (await editor.FindKeyPairAsync(wanted.Name, wanted.Scope, cancellation).ConfigureAwait(false) is not null)
        {
            throw Taken(wanted);
        }

        if (!editor.CreatesPrivateKeys)
        {
            return await CreateHereAsync(editor, wanted, file, cancellation).ConfigureAwait(false);
        }

        (EcsKeyPair pair, string? privateKey) = await SendCreationAsync(editor, wanted, cancellation).ConfigureAwait(false);
        if (privateKey is not { Length: > 0 } key)
        {
            throw KeyLost(wanted, "the response contains none", null);
        }

        try
        {
            file.Write(key.Replace("\r\n", "\n").TrimEnd('\n') + "\n");
            return pair;
        }
        catch (IOException error)
        {
            throw KeyLost(wanted, $"it cannot be written to {file.Path}: {error.Message.TrimEnd('.')}", error);
        }
    }

    /// <summary>Imports a public key. The same key under the same name is left as it is.</summary>
    /// <returns>The key pair.</returns>
    /// <exception cref="EcsException">The cloud refused, or another key has the name; <see cref="EcsErrorId.OutcomeUnknown"/> if the answer was lost and it is not there.</exception>
    public static async Task<EcsKeyPair> ImportAsync(ConnectedAccount account, KeyPairRequest wanted, CancellationToken cancellation)
    {
        IKeyPairEditor editor = Of(account);
        return await editor.FindKeyPairAsync(wanted.Name, wanted.Scope, cancellation).ConfigureAwait(false) is not { } present
            ? await SendImportAsync(editor, wanted, cancellation).ConfigureAwait(false)
            : IsSameKey(present, wanted) ? present : throw Taken(wanted);
    }

    /// <summary>Deletes a key pair.</summary>
    /// <returns>True once it is gone.</returns>
    /// <exception cref="EcsException">The cloud refused; <see cref="EcsErrorId.OutcomeUnknown"/> if the answer was lost and it is still there.</exception>
    public static async Task<bool> RemoveAsync(ConnectedAccount account, EcsKeyPair pair, CancellationToken cancellation)
    {
        IKeyPairEditor editor = Of(account);
        try
        {
            await editor.DeleteKeyPairAsync(pair, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.NotFound)
        {
            // Somebody else was faster.
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            if (!await IsGoneAsync(editor, pair, cancellation).ConfigureAwait(false))
            {
                throw;
            }
        }

        return true;
    }

    // The key is on the disk before the cloud knows its public half: no answer can lose it.
    private static async Task<EcsKeyPair> CreateHereAsync(IKeyPairEditor editor, KeyPairRequest wanted, NewPrivateFile file, CancellationToken cancellation)
    {
        RsaKeyPair made = RsaKeyPair.Create(wanted.Name);
        try
        {
            file.Write(made.PrivateKey);
        }
        catch (IOException error)
        {
            file.Discard();
            throw InputErrors.Create($"Cannot write the file {file.Path}: {error.Message.TrimEnd('.')}.", "Specify another file.", inner: error);
        }

        try
        {
            return await SendImportAsync(editor, wanted with { PublicKey = made.PublicKey }, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId != EcsErrorId.OutcomeUnknown)
        {
            file.Discard();
            throw;
        }
    }

    private static async Task<(EcsKeyPair Pair, string? PrivateKey)> SendCreationAsync(IKeyPairEditor editor, KeyPairRequest wanted, CancellationToken cancellation)
    {
        try
        {
            return await editor.CreateKeyPairAsync(wanted, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            throw await TryFindAsync(editor, wanted, cancellation).ConfigureAwait(false) is null ? error : KeyLost(wanted, "the response was lost", error);
        }
    }

    private static async Task<EcsKeyPair> SendImportAsync(IKeyPairEditor editor, KeyPairRequest wanted, CancellationToken cancellation)
    {
        try
        {
            return (await editor.CreateKeyPairAsync(wanted, cancellation).ConfigureAwait(false)).Pair;
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            if (await TryFindAsync(editor, wanted, cancellation).ConfigureAwait(false) is { } present && IsSameKey(present, wanted))
            {
                return present;
            }

            throw;
        }
    }

    private static async Task<EcsKeyPair?> TryFindAsync(IKeyPairEditor editor, KeyPairRequest wanted, CancellationToken cancellation)
    {
        try
        {
            return await editor.FindKeyPairAsync(wanted.Name, wanted.Scope, cancellation).ConfigureAwait(false);
        }
        catch (EcsException)
        {
            // Not being able to look is no verdict on what was sent.
            return null;
        }
    }

    private static async Task<bool> IsGoneAsync(IKeyPairEditor editor, EcsKeyPair pair, CancellationToken cancellation)
    {
        try
        {
            return await editor.FindKeyPairAsync(pair.Name, pair.Scope, cancellation).ConfigureAwait(false) is null;
        }
        catch (EcsException)
        {
            return false;
        }
    }

    private static IKeyPairEditor Of(ConnectedAccount account) => account.Cloud.KeyPairs
        ?? throw StepErrors.NotSupported($"{account.Provider} does not offer key pairs through its API.", "Use the provider's console.");

    // What stands behind the key is a comment.
    private static bool IsSameKey(EcsKeyPair pair, KeyPairRequest wanted) =>
        pair.PublicKey?.Split(' ') is { Length: > 1 } present && wanted.PublicKey!.Split(' ') is { Length: > 1 } given && present.Take(2).SequenceEqual(given.Take(2));

    private static EcsException Taken(KeyPairRequest wanted) => InputErrors.Create(
        $"Cannot create key pair '{wanted.Name}': a key pair of this name exists.", "Specify another name, or run Remove-EcsKeyPair first.");

    private static EcsException KeyLost(KeyPairRequest wanted, string why, Exception? cause) => new(
        EcsErrorId.OutcomeUnknown, $"Key pair '{wanted.Name}' was created, but its private key could not be saved: {why}.", cause)
    {
        CloudCode = (cause as EcsException)?.CloudCode,
        HttpStatus = (cause as EcsException)?.HttpStatus,
        RequestId = (cause as EcsException)?.RequestId,
        RecommendedAction = $"No provider returns a private key twice. Run Remove-EcsKeyPair {wanted.Name}, and then create the key pair again.",
    };
}
