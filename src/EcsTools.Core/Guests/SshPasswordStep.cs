using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Providers;
using EcsTools.Core.Security;

using static EcsTools.Core.Clouds.GuestPasswordChecks;
using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Guests;

/// <summary>
/// Sets a Linux password in the guest over SSH, whatever the cloud. Only a hash made here travels, on the standard input of
/// <c>chpasswd -e</c>, after the guest has said that it is the server that is meant.
/// </summary>
internal sealed class SshPasswordStep(ConsoleHostKeys hostKeys) : ICloudStep
{
    private const string AddressFact = "guestAddress";

    public StepKind Kind => StepKind.ResetPassword;

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(Preview)]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        (EcsInstance instance, SshLogin login) = (target.Instance, target.Options.Ssh);
        if (target.Options.NewPassword is not { } password || login.AddressOf(instance) is not { } host)
        {
            throw new EcsException(EcsErrorId.RequirementFailed, "A password or the guest's address is missing.") { InstanceId = instance.Id, WasNotCarriedOut = true };
        }

        string user = GuestUser.Of(target.Instance, target.Options);
        string line = $"{GuestUser.Require(user)}:{Sha512Crypt.Hash(SecretText.Reveal(password))}\n";
        EcsException? lost;
        using (SshGuest guest = await SshGuest.ConnectAsync(host, login, cancellation, token => hostKeys.FindAsync(instance, login.ConnectTimeout, token)).ConfigureAwait(false))
        {
            bool maySayNothing = target.Options.Ignores(EcsRequirementId.GuestIdentity);
            await GuestIdentityVerifier.RequireAsync(guest, instance, maySayNothing, login.CommandTimeout, cancellation).ConfigureAwait(false);
            guest.Remember();
            lost = await SetAsync(guest, login, line, instance, cancellation).ConfigureAwait(false);
        }

        SshLogin trial = login with { UserName = user, Password = password, KeyFile = null, Passphrase = null };
        bool worksNow = await WorksAsync(host, trial, cancellation).ConfigureAwait(false);
        return lost is null || worksNow
            ? new StepHandle { Facts = new Dictionary<string, string> { [StepFactKeys.LoginEffect] = (worksNow ? EcsLoginEffect.Now : EcsLoginEffect.Unverified).ToString() } }
            : throw OutcomeUnknown(instance, lost);
    }

    // The guest has confirmed it, or nobody can tell.
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        StepObservation.OfAnswersAlone(sent);

    // A command whose end was not seen may have set it all the same: the trial afterwards tells.
    private static async Task<EcsException?> SetAsync(SshGuest guest, SshLogin login, string line, EcsInstance instance, CancellationToken cancellation)
    {
        string sudo = login.UserName == GuestUser.Root ? "" : "sudo -n ";
        try
        {
            GuestOutput output = await guest.RunAsync(
                $"sh -c 'PATH=$PATH:/usr/sbin:/sbin; exec {sudo}chpasswd -e'", line, login.CommandTimeout, cancellation).ConfigureAwait(false);
            return output.ExitCode == 0 ? null : throw Refused(instance, output);
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.GuestCommandTimeout or EcsErrorId.GuestConnectionLost)
        {
            return error;
        }
    }

    private static async Task<bool> WorksAsync(string host, SshLogin login, CancellationToken cancellation)
    {
        try
        {
            using SshGuest guest = await SshGuest.ConnectAsync(host, login, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Verbose($"A login of {login.UserName} with the new password failed ({error.ErrorId}). Many guests accept only keys.");
            return false;
        }
    }

    private static StepPreview Preview(StepTarget target)
    {
        string? address = target.Options.Ssh.AddressOf(target.Instance);
        return new StepPreview
        {
            Summary = $"Log in to {address ?? "the guest"} as {target.Options.Ssh.UserName}, verify that it is this server, set the password of {GuestUser.Of(target.Instance, target.Options)}, and test it",
            Requirements = [CheckState(target.Instance), CheckGuestLogin(target, address), CheckPassword(target, p => CloudProviders.Get(target.Instance.Cloud).CheckPassword(p, target.Instance.OsType))],
            Losses = ["The current password."],
            Facts = new Dictionary<string, string> { [StepFactKeys.Status] = target.Instance.Status.ToString(), [AddressFact] = address ?? "" },
        };
    }

    private static EcsRequirement CheckGuestLogin(StepTarget target, string? address) => target switch
    {
        { Instance.OsType: EcsOsType.Windows } => Failed(
            EcsRequirementId.GuestLogin, "Windows passwords are not set over SSH.", "Specify -Method Api where the cloud supports it, or use Get-EcsPassword."),
        { Options.Ssh.HasSecret: false } => Failed(EcsRequirementId.GuestLogin, "No key and no password for the guest was specified.", "Specify -KeyFile or -LoginCredential."),
        _ when address is null => Failed(
            EcsRequirementId.GuestLogin,
            $"The server has no {(target.Options.Ssh.UsePrivateAddress ? "private" : "public")} address.",
            "Specify an address with -HostName, or -UsePrivateAddress if it can be reached from here."),
        _ => Passed(EcsRequirementId.GuestLogin, $"Login as {target.Options.Ssh.UserName} at {address}, port {target.Options.Ssh.Port}."),
    };

    private static EcsException Refused(EcsInstance instance, GuestOutput output)
    {
        string said = output.ErrorOutput.Trim();
        return new EcsException(
            EcsErrorId.GuestCommandFailed,
            $"chpasswd on {instance} ended with {output.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "a signal"}"
            + (said.Length == 0 || said.IndexOf("$6$", StringComparison.Ordinal) >= 0 ? "." : $": {said}"))
        {
            InstanceId = instance.Id,
            WasNotCarriedOut = output.ExitCode is not null,
            RecommendedAction = "Check that the user exists, and that the login user is root or can run chpasswd with sudo without a password.",
        };
    }

    private static EcsException OutcomeUnknown(EcsInstance instance, EcsException lost) => new(
        EcsErrorId.OutcomeUnknown, $"The outcome of the password reset of {instance} is unknown: {lost.Message}", lost)
    {
        InstanceId = instance.Id,
        RecommendedAction = "Try the old and the new password, or run the command again.",
    };
}
