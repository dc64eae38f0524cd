using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Operations;

/// <summary>Changes a server's name, description, protection and key pair, and reads them back.</summary>
public static class InstanceUpdateOperation
{
    private const int MostLooks = 5;
    private static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(2);

    /// <summary>Finds what would be refused about a change, before anything is asked or sent.</summary>
    /// <param name="edit">What is to be changed.</param>
    /// <returns>The refusal, or null.</returns>
    public static EcsException? Refuse(ConnectedAccount account, EcsInstance instance, InstanceUpdate edit)
    {
        if (!edit.ChangesKeyPair)
        {
            return null;
        }

        return (account.Cloud as IInstanceUpdater)?.Attachment is not { } attachment ? StepErrors.NotSupported(
                $"The provider cannot change the key pair of a server ({account.Provider}).",
                "Reinstall the server with Invoke-EcsOsReinstall -KeyPairName, or add the public key to ~/.ssh/authorized_keys with Invoke-EcsCommand.",
                instance.Id)
            : instance.OsType == EcsOsType.Windows ? StepErrors.NotSupported(
                "The key pair of a Windows server cannot be changed.", "Reset its password with Reset-EcsPassword.", instance.Id)
            : attachment.NeedsStopped && instance.Status != EcsInstanceStatus.Stopped ? new EcsException(
                EcsErrorId.IncorrectState, $"Skipped {instance}: The server is {StatusText.Of(instance)}; it must be stopped to change its key pair.")
            {
                InstanceId = instance.Id,
                WasNotCarriedOut = true,
                RecommendedAction = "Stop the server with Stop-EcsInstance.",
            }
            : null;
    }

    /// <summary>Finds what a user has to know about a new key pair.</summary>
    /// <returns>A sentence, or null.</returns>
    public static string? FindEffect(ConnectedAccount account, InstanceUpdate edit) =>
        !edit.ChangesKeyPair || (account.Cloud as IInstanceUpdater)?.Attachment is not { } attachment ? null
        : edit.RemovesKeyPair ? attachment.EffectOfRemoval : attachment.Effect;

    /// <summary>Sends the change once and looks until it shows.</summary>
    /// <param name="account">The account the server came from.</param>
    /// <param name="edit">What is to be changed.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The server as read afterwards.</returns>
    /// <exception cref="EcsException">The cloud refused or does not offer it; <see cref="EcsErrorId.OutcomeUnknown"/> if it was
    /// accepted, or its answer lost, and it does not show.</exception>
    public static async Task<EcsInstance> RunAsync(ConnectedAccount account, EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation)
    {
        IInstanceUpdater editor = account.Cloud as IInstanceUpdater
            ?? throw StepErrors.NotSupported($"{account.Provider} does not offer this.", action: null, instance.Id);
        if (edit.KeyPairName is { } name && account.Cloud.KeyPairs is { } keyPairs && await keyPairs.FindKeyPairAsync(name, null, cancellation).ConfigureAwait(false) is null)
        {
            throw new EcsException(EcsErrorId.NotFound, $"Cannot find key pair '{name}'.")
            {
                InstanceId = instance.Id,
                WasNotCarriedOut = true,
                RecommendedAction = "Run Get-EcsKeyPair to list the key pairs, or create one with New-EcsKeyPair.",
            };
        }

        EcsException? lost = null;
        try
        {
            await editor.EditAsync(instance, edit, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            // What it was to bring about can be read.
            lost = error;
        }

        // No cloud promises that a key pair shows at once; its own answer has said that it is attached.
        edit = lost is null ? edit with { KeyPairName = null, RemovesKeyPair = false } : edit;
        EcsException? unread = null;
        for (int look = 0; look < MostLooks; look++)
        {
            if (look > 0)
            {
                await account.Time.Delay(LookDelay, cancellation).ConfigureAwait(false);
            }

            try
            {
                IReadOnlyDictionary<string, EcsInstance> found = await InstanceLookup.FindByIdAsync(account, [instance.Id], cancellation).ConfigureAwait(false);
                if (found.TryGetValue(instance.Id, out EcsInstance? now) && edit.IsDone(now))
                {
                    return now;
                }
            }
            catch (EcsException error)
            {
                // Not being able to look is no verdict on what was sent.
                unread = error;
            }
        }

        string why = unread is null ? "does not show it" : $"it cannot be read back: {unread.Message.TrimEnd('.')}";
        throw lost ?? new EcsException(EcsErrorId.OutcomeUnknown, $"The cloud accepted the change of {instance}, but {why}.", unread)
        {
            InstanceId = instance.Id,
            RecommendedAction = unread?.RecommendedAction ?? "Check the server with Get-EcsInstance; you can run the same command again.",
        };
    }
}
