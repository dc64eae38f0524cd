using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Makes a system disk anew by <c>rebuild</c>: from the image it has for a reinstall or a reset, from another for a switch.</summary>
internal sealed class NovaRebuildStep(OpenStackClientSet families) : ICloudStep
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromMinutes(3);

    public StepKind Kind => StepKind.RebuildSystemDisk;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        NovaRebuildPreflightData evidence = await NovaRebuildPreflightData.GatherAsync(families, targets, cancellation).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, evidence))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        JObject fields = new() { ["imageRef"] = RebuildSteps.FindImageId(target) };
        LoginOptions login = target.Options.Login;
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

        // A server whose image is gone, or says nothing, may well be one with Windows.
        if (target.Instance.OsType != EcsOsType.Linux)
        {
            await families.Passwords.DropAsync(target.Instance, ifStored: false, cancellation).ConfigureAwait(false);
        }

        return await families.Servers.ActOnceAsync("RebuildServer", target.Instance.Id, "rebuild", fields, cancellation).ConfigureAwait(false);
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => families.Witness.ObserveAsync(
        sent,
        (s, now) => families.Witness.JudgeAsync(
            s,
            now,
            "rebuild",
            RebuildSteps.Describe(s.Target),
            RebuildSteps.DescribeActivity(s.Target),
            read => ServerStatus.Is(read, ServerStatus.Active) || ServerStatus.Is(read, ServerStatus.Shutoff),
            cancellation),
        cancellation);

    private static StepPreview Preview(StepTarget target, NovaRebuildPreflightData evidence)
    {
        EcsInstance instance = target.Instance;
        GlanceImage? image = evidence.FindImage(target).Value;
        string imageId = RebuildSteps.FindImageId(target);
        string imageName = image is null ? imageId : $"{image.Name} ({imageId})";
        int size = evidence.FindDiskSize(instance);
        string disk = $"system disk{(NovaServerReader.IsVolumeBacked(instance) ? " " + instance.SystemDiskId : "")}{(size > 0 ? $" ({size} GiB)" : "")}";
        return new StepPreview
        {
            Summary = RebuildSteps.IsChange(target)
                ? $"Rebuild the server from image {imageName} in place of the current one"
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
                .. CloudInitCheck.RefuseAny(target, "OpenStack"),
                CommonServerChecks.CheckAttempts(target),
            ],
            Losses =
            [
                $"All data on the {disk}, and on other disks of the server's host if its size has such.",
                "OS configuration: passwords, SSH host keys, volume mounts.",
            ],
            ExpectedDowntime = UsualTime,
            Facts = RebuildSteps.CollectFacts(target, instance.SystemDiskId ?? ""),
        };
    }
}
