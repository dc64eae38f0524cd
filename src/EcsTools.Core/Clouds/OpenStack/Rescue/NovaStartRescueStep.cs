using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Security;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Boots a server from a rescue image, with its own disk beside it (docs/contracts/openstack-lifecycle.md 2.3).</summary>
internal sealed class NovaStartRescueStep(OpenStackClientSet families) : ICloudStep
{
    private const int RescuesVolumes = 87;
    private const string OtherImage = "Specify another image with -ImageId.";

    public StepKind Kind => StepKind.StartRescue;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        int version = await families.Client.GetComputeVersionAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, LookupResult<GlanceImage?>> images = await LookupResult<GlanceImage?>.ReadEachAsync(
            targets.Select(FindImageId), id => families.Images.FindAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, images.TryGetValue(FindImageId(t), out LookupResult<GlanceImage?>? image) ? image : LookupResult<GlanceImage?>.None, version))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => families.Witness.ObserveAsync(
        sent,
        (s, now) => families.Witness.JudgeAsync(s, now, "rescue", "The rescue", "Booting the rescue image", read => ServerStatus.Is(read, ServerStatus.Rescue), cancellation),
        cancellation);

    private Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        JObject fields = new();
        if (target.Options.ImageId is { } image)
        {
            fields["rescue_image_ref"] = image;
        }

        if (target.Options.Login.Password is { } password)
        {
            fields["adminPass"] = SecretText.Reveal(password);
        }

        return families.Servers.ActOnceAsync("RescueServer", target.Instance.Id, "rescue", fields.Count == 0 ? null : fields, cancellation);
    }

    private static string FindImageId(StepTarget target) => target.Options.ImageId ?? target.Instance.ImageId;

    private static StepPreview Preview(StepTarget target, LookupResult<GlanceImage?> image, int version)
    {
        EcsInstance instance = target.Instance;
        string id = FindImageId(target);
        string name = image.Value is { Name.Length: > 0 } found ? $"{found.Name} ({id})" : id;
        return new StepPreview
        {
            AlreadyDone = ServerStatus.IsSettled(instance, ServerStatus.Rescue) ? "The server is already in rescue." : null,
            Summary = $"Shut the server down and boot it from {(target.Options.ImageId is null ? "a fresh copy of its own image" : "image")} {name}, with its own disk beside it.",
            Requirements =
            [
                CheckState(instance),
                CommonServerChecks.CheckBusy(target),
                CommonServerChecks.CheckLock(target),
                CheckVolume(instance, version),
                CheckImage(instance, id, image),
                CheckLogin(target),
                .. target.Options.HelperInstanceId is null ? Array.Empty<EcsRequirement>()
                    : [Failed(EcsRequirementId.Helper, "OpenStack rescues a server without another one.", "Omit -HelperInstance, and specify a rescue image with -ImageId.")],
            ],
            Losses = ["What is in the memory of the server. Its disks keep their data; until the rescue ends, the server does not do its work."],
            Facts = new Dictionary<string, string>
            {
                [StepFactKeys.Status] = instance.Status.ToString(),
                [StepFactKeys.SystemDiskId] = instance.SystemDiskId ?? "",
                [StepFactKeys.ImageId] = id,
            },
        };
    }

    private static EcsRequirement CheckState(EcsInstance instance) => instance.Status switch
    {
        EcsInstanceStatus.Running => Passed(EcsRequirementId.State, "The server is running; the cloud shuts it down."),
        EcsInstanceStatus.Stopped or EcsInstanceStatus.Error or EcsInstanceStatus.ReinstallFailed or EcsInstanceStatus.ChangeOsFailed =>
            Passed(EcsRequirementId.State, $"The server is {instance.ProviderStatus}, and can be rescued."),
        _ => Failed(
            EcsRequirementId.State, $"The server is {instance.ProviderStatus}; it must be running, stopped, or faulty.", ServerStatus.FindWayBack(instance) ?? "Wait until it is running or stopped."),
    };

    private static EcsRequirement CheckVolume(EcsInstance instance, int version) =>
        !NovaServerReader.IsVolumeBacked(instance) ? Passed(EcsRequirementId.SystemDisk, "The system disk is on the server's host.")
        : version >= RescuesVolumes ? Passed(EcsRequirementId.SystemDisk, $"The server boots from volume {instance.SystemDiskId}, which stays attached.")
        : Failed(
            EcsRequirementId.SystemDisk,
            $"The server boots from a volume, and this cloud does not rescue such servers: it requires compute API 2.{RescuesVolumes}, and the cloud has 2.{version}.",
            "Create a volume from a snapshot of the server's volume with the tools of the cloud, and attach it to another server with Mount-EcsDisk.");

    // A rescue that fails on its host leaves the server in ERROR, so what can be seen beforehand is not left to it.
    private static EcsRequirement CheckImage(EcsInstance instance, string id, LookupResult<GlanceImage?> image)
    {
        const string Id = EcsRequirementId.Image;
        return id.Length == 0 ? Failed(Id, "Cannot tell from which image the server was created.", "Specify a rescue image with -ImageId.")
            : image.Error is not null ? Unknown(Id, $"Cannot read image {id}", image.Error)
            : image.Value is not { } found ? Failed(Id, $"Cannot find image {id}, or this project may not use it.", OtherImage)
            : !found.IsActive ? Failed(Id, $"Image {found.Name} ({id}) is {(found.Status.Length == 0 ? "in no known state" : found.Status)}; it must be active.", OtherImage)
            : found.HoldsOnlySnapshots ? Failed(Id, $"Image {found.Name} ({id}) has no data of its own and cannot be used for a rescue.", OtherImage)
            : NovaServerReader.IsVolumeBacked(instance) && !found.RescuesVolumes ? Failed(
                Id,
                $"The server boots from a volume, and image {found.Name} ({id}) lacks the properties hw_rescue_device and hw_rescue_bus.",
                "Specify an image that has them with -ImageId.")
            : Passed(Id, $"Image {found.Name} ({id}) can be used.");
    }

    private static EcsRequirement CheckLogin(StepTarget target) =>
        target.Options.Login.Password is { } password
            ? OpenStackPassword.Check(password) is { Outcome: not EcsRequirementOutcome.Passed } unfit ? unfit
                : Warned(EcsRequirementId.Login, "The password is passed to the rescue system. The cloud does not confirm that the image uses it.")
        : target.Instance.KeyPairName is { Length: > 0 } pair ? Passed(EcsRequirementId.Login, $"The rescue system is offered the server's key pair {pair}.")
        : Warned(EcsRequirementId.Login, "The server has no key pair. You can log in only as the rescue image allows.", "Specify a password with -Password.");
}
