using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Security;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Makes a system disk anew by <c>rebuild</c>: from the image it has for a reinstall or a reset, from another for a switch.</summary>
internal sealed class NovaRebuildStep : ICloudStep
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromMinutes(3);
    private readonly OpenStackClientSet _families;

    public NovaRebuildStep(OpenStackClientSet families) => _families = families;

    public StepKind Kind => StepKind.RebuildSystemDisk;

    /// <summary>Tells whether the image is to be another one.</summary>
    public static bool IsChange(StepTarget target) => target.Options.Kind == OperationKind.SystemDiskSwitch;

    /// <summary>The image that the fresh disk is made from.</summary>
    /// <returns>Its id; empty if it is not known.</returns>
    public static string FindImageId(StepTarget target) => IsChange(target) ? target.Options.ImageId ?? "" : target.Instance.ImageId;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        NovaRebuildPreflightData evidence = await NovaRebuildPreflightData.GatherAsync(_families, targets, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, evidence))];
    }

    public IReadOnlyList<Task<StepReceipt>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        JObject fields = new() { ["imageRef"] = FindImageId(target) };
        LoginChoice login = target.Options.Login;
        if (login.KeyPairName is { } pair && pair != target.Instance.KeyPairName)
        {
            fields["key_name"] = pair;
        }

        if (login.Password is { } password)
        {
            fields["adminPass"] = SecretText.Reveal(password);
        }

        if (target.Options.UserData is { } userData)
        {
            fields["user_data"] = userData.Encode();
        }

        if (target.Instance.OsType == EcsOsType.Windows)
        {
            await DropStoredPasswordAsync(target.Instance, cancellation).ConfigureAwait(false);
        }

        ApiReply reply = await _families.Servers.ActAsync("RebuildServer", target.Instance.Id, "rebuild", fields, RequestIdempotency.NonIdempotent, cancellation).ConfigureAwait(false);
        return new StepReceipt { JobId = reply.RequestId, RequestId = reply.RequestId };
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => _families.Witness.ObserveAsync(
        sent,
        (s, now) => _families.Witness.JudgeAsync(
            s,
            now,
            "rebuild",
            IsChange(s.Target) ? "The change of the operating system" : "The reinstallation",
            IsChange(s.Target) ? "Changing the operating system" : "Reinstalling",
            read => ServerStatus.Is(read, ServerStatus.Active) || ServerStatus.Is(read, ServerStatus.Shutoff),
            cancellation),
        cancellation);

    // An old password must not be taken for the new one. That it cannot be deleted is no reason not to rebuild.
    private async Task DropStoredPasswordAsync(EcsInstance instance, CancellationToken cancellation)
    {
        try
        {
            await _families.Passwords.DeleteStoredAsync(instance.Id, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            AmbientLog.Current.Warning($"The stored password of {instance} could not be deleted ({error.ErrorId}): what Get-EcsPassword returns may be the old one.");
        }
    }

    private static StepPreview Preview(StepTarget target, NovaRebuildPreflightData evidence)
    {
        EcsInstance instance = target.Instance;
        GlanceImage? image = evidence.FindImage(target).Value;
        string imageId = FindImageId(target);
        string imageName = image is null ? imageId : $"{image.Name} ({imageId})";
        int size = evidence.FindDiskSize(instance);
        string disk = $"system disk{(NovaServerReader.IsVolumeBacked(instance) ? " " + instance.SystemDiskId : "")}{(size > 0 ? $" ({size} GiB)" : "")}";
        return new StepPreview
        {
            Summary = IsChange(target)
                ? $"Rebuild the server from image {imageName} in place of the present one"
                : $"Rebuild the server from its image {imageName}",
            Requirements =
            [
                NovaRebuildChecks.CheckState(target),
                CommonServerChecks.CheckBusy(target),
                CommonServerChecks.CheckLock(target),
                NovaRebuildChecks.CheckDisk(target, evidence),
                NovaRebuildChecks.CheckImage(target, evidence),
                NovaRebuildChecks.CheckLogin(target, evidence),
                .. NovaRebuildChecks.CheckUserData(target, evidence),
                .. LicenseCheck.RefuseAny(target, "OpenStack"),
                CommonServerChecks.CheckAttempts(target),
            ],
            Losses =
            [
                $"All data on the {disk}, and on other disks of the server's host if its size has such.",
                "Passwords and SSH host keys of the system, and settings in the guest such as mounts of volumes.",
            ],
            ExpectedDowntime = UsualTime,
            Facts = new Dictionary<string, string>
            {
                [StepFactKeys.SystemDiskId] = instance.SystemDiskId ?? "",
                [StepFactKeys.ImageId] = instance.ImageId,
                [StepFactKeys.Status] = instance.Status.ToString(),
            },
        };
    }
}
