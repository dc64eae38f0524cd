using System;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>What a host name of the clouds tells (docs/contracts/huawei-ecs.md 1.1).</summary>
/// <param name="Cloud">The cloud.</param>
/// <param name="Label">The service's label: <c>ecs</c>, <c>evs</c>, <c>ims</c>, <c>iam</c>.</param>
/// <param name="Region">The region; null for the global host of IAM.</param>
/// <param name="Suffix">What follows the region, with its leading dot.</param>
internal sealed record HostMapping(SandboxCloud Cloud, string Label, string? Region, string Suffix)
{
    private static readonly (SandboxCloud Cloud, string Suffix)[] Suffixes =
    [
        (SandboxCloud.OpenTelekom, ".otc.t-systems.com"),
        (SandboxCloud.Huawei, ".myhuaweicloud.com"),
        (SandboxCloud.Huawei, ".myhuaweicloud.eu"),
    ];

    /// <summary>Reads a host name.</summary>
    /// <param name="host">The header's value, with or without port.</param>
    /// <returns>Null if it is none of the clouds', such as a loopback address.</returns>
    public static HostMapping? Of(string? host)
    {
        string name = (host ?? "").Split(':')[0].ToLowerInvariant();
        foreach ((SandboxCloud cloud, string suffix) in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                string[] labels = name.Substring(0, name.Length - suffix.Length).Split(['.'], 2);
                return new HostMapping(cloud, labels[0], labels.Length > 1 ? labels[1] : null, suffix);
            }
        }

        return null;
    }

    /// <summary>Whether a service is served here.</summary>
    /// <param name="service">The service.</param>
    /// <returns>True if it is.</returns>
    public bool Serves(Service service) => Label == LabelOf(service);

    /// <summary>The first label of a service's host names.</summary>
    /// <param name="service">The service.</param>
    /// <returns>The label.</returns>
    public static string LabelOf(Service service) => service switch
    {
        Service.Iam => "iam",
        Service.Evs => "evs",
        Service.Ims => "ims",
        _ => "ecs",
    };
}
