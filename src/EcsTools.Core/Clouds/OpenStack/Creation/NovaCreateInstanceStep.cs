using System.Globalization;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Creates a server with a boot volume from the image (docs/contracts/openstack-lifecycle.md 2). Nova has neither a dry run nor a token: after a
/// lost answer the server is looked for by its name, which no other one had.</summary>
internal sealed class NovaCreateInstanceStep(OpenStackClientSet families, ICloud cloud) : ICloudStep
{
    private const int MostUserData = 65535 * 3 / 4;

    private static readonly NewServerRules Rules = new()
    {
        Cloud = "OpenStack",
        FindNameFlaw = name => name.Trim().Length is >= 1 and <= 255 && name.Trim() == name ? null : "A server's name has 1 to 255 characters, and no space at its ends.",
        FindTagFlaw = (key, value) => key.Length is 0 or > 255 || value.Length > 255 || !key.All(OpenStackTags.IsInMetadata)
            ? "A key of metadata has 1 to 255 letters from A to Z, digits, '-', '_', ':', '.', and spaces, and its value has at most 255 characters." : null,
        MostTags = 128,
        MostUserData = MostUserData,
        LeastSystemDisk = 1,
        LeastDataDisk = 1,
        MostDataDisks = 25,
        FindUsualCategory = _ => null,
        EncryptionInstead = "Specify a volume type that encrypts with -SystemDiskCategory.",
        PublicAddressInstead = "Omit -Bandwidth, and associate a floating IP with the server once it runs.",
        WindowsTakesKeyPair = true,
    };

    private readonly NewServerPreflight _preflight = new(
        cloud, families.Prices, Rules, async (name, token) => await families.KeyPairs.FindAsync(name, token).ConfigureAwait(false) is not null);

    public StepKind Kind => StepKind.CreateInstance;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        IReadOnlyList<NewServerContext> contexts = await _preflight.ReadAsync(targets, cancellation).ConfigureAwait(false);
        return await _preflight.PreviewAsync(contexts, new EcsRequirement?[contexts.Count], cancellation).ConfigureAwait(false);
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => s.Receive(StepFactKeys.InstanceId) is { } id ? LookAsync(s, id, cancellation) : NewServerLookup.ObserveAsync(cloud, s, cancellation), cancellation);

    private async Task<StepObservation> LookAsync(SentStep sent, string id, CancellationToken cancellation) =>
        (await cloud.FindInstancesAsync([id], cancellation).ConfigureAwait(false)).FirstOrDefault() is { } now
            ? NewServerLookup.Judge(sent, now)
            : NewServerLookup.JudgeAbsent(sent);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> groups = await ReadGroupNamesAsync(target.Options, cancellation).ConfigureAwait(false);
        NovaFlavor flavor = NovaResizeChecks.Find(await families.Flavors.ListAsync(cancellation).ConfigureAwait(false), target.Options.Size)
            ?? throw new EcsException(EcsErrorId.SizeNotAvailable, $"Size {target.Options.Size} no longer exists.") { InstanceId = target.Instance.Id, WasNotCarriedOut = true };
        ApiReply reply = await families.Client.SendAsync(
            ApiRequest.Once("CreateServer", HttpMethod.Post, ApiService.Compute, "/servers", new JObject { ["server"] = Describe(target, flavor.Id, groups) }, null), cancellation).ConfigureAwait(false);
        string id = reply.ReadObject("server").Text("id") ?? throw reply.Malformed("the server has no id");
        return new StepHandle { RequestId = reply.RequestId, Facts = new Dictionary<string, string> { [StepFactKeys.InstanceId] = id } };
    }

    // Nova takes groups by name, or by id where the network service has them: names are sent as they are read.
    private async Task<IReadOnlyDictionary<string, string>> ReadGroupNamesAsync(OperationOptions options, CancellationToken cancellation) => options.SecurityGroupIds.Count == 0
        ? new Dictionary<string, string>()
        : (await PageWalk.ListAllAsync(at => families.SecurityGroups.ListAsync(at, cancellation)).ConfigureAwait(false)).ToDictionary(g => g.Id, g => g.Name);

    private static JObject Describe(StepTarget target, string flavorId, IReadOnlyDictionary<string, string> groups)
    {
        OperationOptions options = target.Options;
        JObject server = new()
        {
            ["name"] = target.Instance.Name,
            ["flavorRef"] = flavorId,
            ["networks"] = new JArray(new JObject { ["uuid"] = options.NetworkId }),
            ["block_device_mapping_v2"] = new JArray(DescribeDisks(target)),
        };
        Put(server, "availability_zone", options.Zone);
        Put(server, "key_name", options.Login.KeyPairName);
        Put(server, "user_data", options.UserData?.Encode());
        Put(server, "description", options.NewDescription);
        if (options.SecurityGroupIds.Count > 0)
        {
            server["security_groups"] = new JArray(options.SecurityGroupIds.Select(id => new JObject { ["name"] = groups.TryGetValue(id, out string? name) ? name : id }));
        }

        if (options.Tags.Count > 0)
        {
            server["metadata"] = new JObject(NewServerTags.Read(options).Select(t => new JProperty(t.Key, t.Value)));
        }

        return server;
    }

    // Unasked, the boot volume would outlive its server.
    private static IEnumerable<JObject> DescribeDisks(StepTarget target)
    {
        OperationOptions options = target.Options;
        JObject root = new()
        {
            ["boot_index"] = 0,
            ["source_type"] = "image",
            ["uuid"] = options.ImageId,
            ["destination_type"] = "volume",
            ["volume_size"] = int.Parse(target.Before[StepFactKeys.DiskSize], CultureInfo.InvariantCulture),
            ["delete_on_termination"] = true,
        };
        Put(root, "volume_type", options.SystemDiskCategory);
        yield return root;
        foreach (NewDataDisk disk in options.DataDisks.Select(NewDataDisk.Parse))
        {
            JObject data = new() { ["boot_index"] = -1, ["source_type"] = "blank", ["destination_type"] = "volume", ["volume_size"] = disk.SizeGiB, ["delete_on_termination"] = false };
            Put(data, "volume_type", disk.Category ?? options.SystemDiskCategory);
            yield return data;
        }
    }

    private static void Put(JObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
