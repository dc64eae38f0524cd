using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>A server that is to be created, with all that was read for its plan.</summary>
/// <param name="Target">The server as the plan has it, and what the user chose.</param>
internal sealed record NewServerContext(StepTarget Target, NewServerRules Rules)
{
    /// <summary>The image; null if it is not there.</summary>
    public required LookupResult<EcsImage?> Image { get; init; }

    public required LookupResult<IReadOnlyList<EcsInstanceSize>> Sizes { get; init; }

    public required LookupResult<IReadOnlyList<EcsZone>> Zones { get; init; }

    public required LookupResult<IReadOnlyList<EcsNetwork>> Networks { get; init; }

    public required LookupResult<IReadOnlyList<EcsSecurityGroup>> Groups { get; init; }

    /// <summary>Servers that are called so already.</summary>
    public required LookupResult<IReadOnlyList<EcsInstance>> SameName { get; init; }

    /// <summary>Whether the key pair is there; nothing where none was chosen.</summary>
    public required LookupResult<bool> KeyPair { get; init; }

    public OperationOptions Options => Target.Options;

    public string Name => Target.Instance.Name;

    public EcsOsType OsType => Image.Value?.OsType ?? EcsOsType.Unknown;

    public EcsNetwork? Network => Networks.Value?.FirstOrDefault(n => n.Id == Options.NetworkId);

    /// <summary>The zone that was chosen, or that of the network; null where the provider chooses.</summary>
    public string? Zone => Options.Zone ?? (Network is { Zone.Length: > 0 } network ? network.Zone : null);

    public EcsInstanceSize? Size => Sizes.Value?.FirstOrDefault(s => s.Name == Options.Size);

    /// <summary>The category of the system disk; null for the provider's choice.</summary>
    public string? SystemDiskCategory => Options.SystemDiskCategory ?? Rules.FindUsualCategory(Zones.Value?.FirstOrDefault(z => z.Id == Zone));

    /// <summary>The size of the system disk: what was chosen, else what the image needs.</summary>
    public int SystemDiskGiB => Options.SystemDiskSizeGiB ?? Math.Max(Rules.LeastSystemDisk, Image.Value?.SizeGiB ?? 0);

    public IReadOnlyList<NewDataDisk> DataDisks => [.. Options.DataDisks.Select(NewDataDisk.Parse)];

    /// <summary>The server as it will be, for prices and for what only the image tells.</summary>
    public EcsInstance Planned => Target.Instance with
    {
        OsType = OsType,
        OsName = Image.Value?.OsName ?? "",
        ImageId = Options.ImageId ?? "",
        Size = Options.Size ?? "",
        Zone = Zone ?? "",
        ChargeType = Options.ChargeType ?? EcsChargeType.PayAsYouGo,
    };

    /// <summary>The target as it would be sent now.</summary>
    public StepTarget AsSent => Target with { Before = ToFacts() };

    /// <summary>What must not change between plan and creation.</summary>
    public Dictionary<string, string> ToFacts()
    {
        Dictionary<string, string> facts = new(StringComparer.Ordinal) { [StepFactKeys.DiskType] = SystemDiskCategory ?? "", [StepFactKeys.DiskSize] = $"{SystemDiskGiB}", [StepFactKeys.OsType] = $"{OsType}" };
        if (Network is { VpcId.Length: > 0 } network)
        {
            facts[StepFactKeys.VpcId] = network.VpcId;
        }

        if (SameName.Value is { } known)
        {
            facts[StepFactKeys.SameName] = string.Join(",", known.Select(i => i.Id).OrderBy(i => i, StringComparer.Ordinal));
        }

        return facts;
    }
}
