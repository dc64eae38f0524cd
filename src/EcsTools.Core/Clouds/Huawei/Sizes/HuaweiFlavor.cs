using System.Text.RegularExpressions;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A size (docs/contracts/huawei-ecs.md 3.8).</summary>
internal sealed record HuaweiFlavor(string Id)
{
    private static readonly HashSet<string> OffSale = new(StringComparer.OrdinalIgnoreCase) { "abandon", "sellout", "obt_sellout" };
    private static readonly IReadOnlyDictionary<string, string> NoZones = new Dictionary<string, string>();

    /// <summary>Virtual CPUs; 0 if the cloud does not tell.</summary>
    public int Vcpu { get; init; }

    /// <summary>Memory in MiB; 0 if the cloud does not tell.</summary>
    public int MemoryMiB { get; init; }

    /// <summary>The generation, for example <c>s3</c>, or null.</summary>
    public string? Generation { get; init; }

    /// <summary>The kind, for example <c>highcpu</c>, or null.</summary>
    public string? Performance { get; init; }

    /// <summary>The word on sale that holds where no zone has one of its own, or null.</summary>
    public string? Status { get; init; }

    /// <summary>The words on sale by zone, which go before <see cref="Status"/>.</summary>
    public IReadOnlyDictionary<string, string> Zones { get; init; } = NoZones;

    /// <summary>Reads a size from either list, whose names for the specifications differ.</summary>
    /// <returns>The size; null if it has no id.</returns>
    public static HuaweiFlavor? Read(JObject json)
    {
        JObject? specs = json.Object("os_extra_specs") ?? json.Object("extra_specs");
        return json.Text("id") is not { } id ? null : new HuaweiFlavor(id)
        {
            Vcpu = json.Integer("vcpus") ?? 0,
            MemoryMiB = json.Integer("ram") ?? 0,
            Generation = specs.Text("ecs:generation"),
            Performance = specs.Text("ecs:performancetype"),
            Status = specs.Text("cond:operation:status"),
            Zones = ReadZones(specs.Text("cond:operation:az")),
        };
    }

    /// <summary>The cloud's word on sale.</summary>
    /// <param name="zone">The zone that counts; null for the whole region.</param>
    /// <returns>The word, or for a region the words of all zones; empty if the cloud gives none.</returns>
    public string DescribeStock(string? zone) =>
        zone is not null && Zones.TryGetValue(zone, out string? word) ? word
        : zone is null && Zones.Count > 0 ? string.Join(", ", Zones.Select(z => $"{z.Key}({z.Value})"))
        : Status ?? "";

    /// <summary>Tells whether it can be had.</summary>
    /// <param name="zone">The zone that counts; null for the whole region, where one zone is enough.</param>
    /// <returns>True unless the cloud says that it is sold out or withdrawn.</returns>
    public bool IsOnSale(string? zone) =>
        zone is not null && Zones.TryGetValue(zone, out string? word) ? !OffSale.Contains(word)
        : (zone is null && Zones.Values.Any(z => !OffSale.Contains(z))) || Status is null || !OffSale.Contains(Status);

    /// <summary>The size as users hold it.</summary>
    /// <param name="instance">The server it was asked for, or null.</param>
    public EcsInstanceSize ToSize(EcsInstance? instance, ResourceOrigin origin)
    {
        string? zone = string.IsNullOrEmpty(instance?.Zone) ? null : instance!.Zone;
        return SizeReader.Describe(Id, Vcpu, MemoryMiB, instance, origin) with
        {
            Family = Generation ?? Performance ?? "",
            IsAvailable = IsOnSale(zone),
            Stock = DescribeStock(zone),
        };
    }

    private static IReadOnlyDictionary<string, string> ReadZones(string? text)
    {
        Dictionary<string, string> zones = new(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Regex.Matches(text ?? "", @"(?<![^,()\s])([^,()\s]+)\(([^()]*)\)", RegexOptions.None, TextPattern.Limit))
        {
            zones[match.Groups[1].Value] = match.Groups[2].Value;
        }

        return zones;
    }
}
