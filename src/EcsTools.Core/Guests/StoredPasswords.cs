using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Guests;

/// <summary>Fetches the passwords that Windows guests leave with their cloud, encrypted to the key pair.</summary>
public static class StoredPasswords
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Fetches the stored text, waiting until the guest has left one: minutes after its first boot.</summary>
    /// <param name="timeout">How long to wait; zero not to.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The text, for <see cref="StoredPasswordKey.Decrypt"/>.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/>, or <see cref="EcsErrorId.PasswordNotAvailable"/>.</exception>
    public static async Task<string> FetchAsync(ConnectedAccount account, EcsInstance instance, TimeSpan timeout, CancellationToken cancellation)
    {
        if (account.Cloud is not IStoredPasswords passwords)
        {
            throw StepErrors.NotSupported($"{account.Provider} does not store server passwords.", "Run Reset-EcsPassword to set one.", instance.Id);
        }

        if (instance.OsType == EcsOsType.Linux)
        {
            throw NotAvailable(instance, $"{instance} runs Linux, which stores no password at the provider.", "Run Reset-EcsPassword to set one.");
        }

        long begun = account.Time.GetTimestamp();
        try
        {
            while (true)
            {
                string stored = await passwords.ReadPasswordAsync(instance.Id, cancellation).ConfigureAwait(false);
                if (stored.Length > 0)
                {
                    return stored;
                }

                if (account.Time.GetElapsedTime(begun) >= timeout)
                {
                    throw NotAvailable(
                        instance,
                        $"{instance} has stored no password at the provider{(timeout > TimeSpan.Zero ? $" within {timeout.TotalMinutes:0.#} min" : "")}.",
                        "It can take up to ten minutes after the first boot, and requires a server that was created with a key pair. To set a password, run Reset-EcsPassword.");
                }

                AmbientLog.Current.Progress(new ProgressReport(instance.Id, instance.Name, "Waiting for the password", null, Finished: false));
                await account.Time.Delay(Interval, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            AmbientLog.Current.Progress(new ProgressReport(instance.Id, instance.Name, "", null, Finished: true));
        }
    }

    private static EcsException NotAvailable(EcsInstance instance, string why, string action) => new(EcsErrorId.PasswordNotAvailable, why)
    {
        InstanceId = instance.Id,
        RecommendedAction = action,
    };
}
