using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Model;

using Renci.SshNet;

namespace EcsTools.Core.Guests;

/// <summary>Fetches and deletes the passwords that Windows guests make for themselves.</summary>
public static class StoredPasswords
{
    // The guest needs minutes after its first start (Huawei contract 3.5); asking oftener brings nothing.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Waits until a password is there, and decrypts it.</summary>
    /// <param name="account">The account the server came from.</param>
    /// <param name="instance">The server.</param>
    /// <param name="keyFile">The private key's file.</param>
    /// <param name="passphrase">Its passphrase, or null.</param>
    /// <param name="timeout">How long to wait, by the account's clock; zero to look once.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The password. Dispose it.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.PasswordNotAvailable"/>, <see cref="EcsErrorId.KeyFileInvalid"/>,
    /// <see cref="EcsErrorId.KeyFileMismatch"/>, <see cref="EcsErrorId.NotSupported"/>, or the cloud refused.</exception>
    public static async Task<SecureString> WaitAsync(
        OpenAccount account, EcsInstance instance, string keyFile, SecureString? passphrase, TimeSpan timeout, CancellationToken cancellation)
    {
        IStoredPasswords cloud = Require(account, instance);

        // A key that cannot be read is told before anybody waits.
        using PrivateKeyFile key = PrivateKeys.Read(keyFile, passphrase);
        long begun = account.Time.GetTimestamp();
        try
        {
            while (true)
            {
                string text = await cloud.ReadStoredPasswordAsync(instance.Id, cancellation).ConfigureAwait(false);
                if (text.Length > 0)
                {
                    return StoredPasswordText.Decrypt(text, key, instance);
                }

                if (account.Time.GetElapsedTime(begun) >= timeout)
                {
                    throw NotThere(instance, timeout);
                }

                ActivityLog.Current.Progress(new ProgressReport(instance.Id, instance.Name, "Waiting for the guest's password", null, Finished: false));
                await account.Time.Delay(Interval, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            ActivityLog.Current.Progress(new ProgressReport(instance.Id, instance.Name, "", null, Finished: true));
        }
    }

    /// <summary>Deletes the stored text; the password itself stays and cannot be fetched again.</summary>
    /// <param name="account">The account the server came from.</param>
    /// <param name="instance">The server.</param>
    /// <param name="cancellation">Stops waiting for the answer.</param>
    /// <returns>A task that ends when it is deleted.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/>, or the cloud refused.</exception>
    public static Task DeleteAsync(OpenAccount account, EcsInstance instance, CancellationToken cancellation) =>
        Require(account, instance).DeleteStoredPasswordAsync(instance.Id, cancellation);

    private static IStoredPasswords Require(OpenAccount account, EcsInstance instance) =>
        account.Cloud is not IStoredPasswords cloud
            ? throw Refuse(instance, $"{account.Info.Cloud} keeps no passwords of guests.")
            : instance.OsType == EcsOsType.Linux
                ? throw Refuse(instance, $"{instance} runs Linux: only Windows guests make a password for themselves.")
                : cloud;

    private static EcsException Refuse(EcsInstance instance, string why) => new(EcsErrorId.NotSupported, why)
    {
        InstanceId = instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "Set a password with Reset-EcsPassword.",
    };

    private static EcsException NotThere(EcsInstance instance, TimeSpan timeout) => new(
        EcsErrorId.PasswordNotAvailable, $"{instance} has stored no password{(timeout == TimeSpan.Zero ? "" : $" within {timeout.TotalMinutes:0.#} min")}.")
    {
        InstanceId = instance.Id,
        RecommendedAction = "A guest stores it some minutes after its first start, only if it has a key pair and Cloudbase-Init, and until it is removed. Try again later, or set one with Reset-EcsPassword.",
    };
}
