using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>Sets a password over SSH: the guest is asked who it is, the password is set, and then it is tried.</summary>
internal sealed class SshPasswordWay : PasswordWay
{
    private const string AddressFact = "guestAddress";

    /// <inheritdoc/>
    public override Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(Preview)]);

    /// <inheritdoc/>
    public override async Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        SshLogin login = target.Options.Guest!;
        string host = login.AddressOf(target.Instance)!;
        string user = UserOf(target);
        SecureString password = target.Options.NewPassword!;
        string input = PasswordCommand.Input(user, password);
        using SshGuest guest = await SshGuest.ConnectAsync(host, login, cancellation).ConfigureAwait(false);
        bool mayBeSilent = OperationPlanner.IsIgnored(EcsRequirementId.GuestIdentity, target.Options);
        await GuestIdentity.RequireAsync(guest, target.Instance, mayBeSilent, login.CommandTimeout, cancellation).ConfigureAwait(false);
        guest.Remember();
        SshLogin trial = login with { UserName = user, KeyFile = null, Passphrase = null, Password = password };
        try
        {
            PasswordCommand.RequireSuccess(
                await guest.RunAsync(PasswordCommand.OverSsh, input, login.CommandTimeout, cancellation).ConfigureAwait(false), target.Instance, user);
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.GuestConnectionLost or EcsErrorId.GuestCommandTimeout)
        {
            // The password itself tells whether the command got through.
            return await WorksAsync(host, trial, cancellation).ConfigureAwait(false) ? Receipt(EcsLoginEffect.Now) : throw Lost(target.Instance, error);
        }

        return Receipt(await WorksAsync(host, trial, cancellation).ConfigureAwait(false) ? EcsLoginEffect.Now : EcsLoginEffect.Unverified);
    }

    private static StepPreview Preview(StepTarget target) => new()
    {
        Summary = $"Set the password of {UserOf(target)} in the guest over SSH, and try it",
        Requirements = [.. CheckCommon(target), .. CheckLogin(target)],
        Losses = [$"The present password of {UserOf(target)}."],
        Facts = new Dictionary<string, string>
        {
            [StepFact.Status] = target.Instance.Status.ToString(),
            [AddressFact] = target.Options.Guest?.AddressOf(target.Instance) ?? "",
        },
    };

    private static IEnumerable<EcsRequirement> CheckLogin(StepTarget target)
    {
        SshLogin? login = target.Options.Guest;
        yield return login is not { HasSecret: true }
            ? Failed("There is nothing to log in to the guest with.", "Give -KeyFile or -LoginCredential.")
            : login.AddressOf(target.Instance) is not { Length: > 0 }
                ? Failed($"The server has no {(login.UsePrivateAddress ? "private" : "public")} address.", "Give -HostName, or -UsePrivateAddress if it can be reached from here.")
                : new(EcsRequirementId.GuestLogin, EcsRequirementOutcome.Passed, $"The guest is reached as {login}.");
        yield return OperationPlanner.IsIgnored(EcsRequirementId.GuestIdentity, target.Options)
            ? new(EcsRequirementId.GuestIdentity, EcsRequirementOutcome.Warning, "Waived by -IgnoreRequirement: a guest that does not tell which server it is will be changed.")
            : new(EcsRequirementId.GuestIdentity, EcsRequirementOutcome.Passed, "The guest has to prove that it is this server before anything is changed in it.");

        static EcsRequirement Failed(string detail, string remedy) => new(EcsRequirementId.GuestLogin, EcsRequirementOutcome.Failed, detail, remedy);
    }

    // Many guests let nobody, or not root, in by password: that says nothing about the password.
    private static async Task<bool> WorksAsync(string host, SshLogin trial, CancellationToken cancellation)
    {
        try
        {
            using SshGuest guest = await SshGuest.ConnectAsync(host, trial, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (EcsException error)
        {
            ActivityLog.Current.Verbose($"The new password could not be tried: {error.Message}");
            return false;
        }
    }

    private static StepReceipt Receipt(EcsLoginEffect effect) => new() { Facts = PasswordFacts.Of(effect) };

    private static EcsException Lost(EcsInstance instance, EcsException error) => new(
        EcsErrorId.OutcomeUnknown, $"Whether the password was set in {instance} is not known: {error.Message}", error)
    {
        InstanceId = instance.Id,
        RecommendedAction = "Try both passwords, or reset it again.",
    };
}
