namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Maps a host name to cloud, service and region (docs/contracts/huawei-ecs.md 1.1). Region is null for the global host of IAM;
/// Suffix begins with a dot.</summary>
internal sealed record HostMapping(SandboxCloud Cloud, string Label, string? Region, string Suffix)
{
    private static readonly (SandboxCloud Cloud, string Suffix)[] Suffixes =
    [
        (SandboxCloud.OpenTelekom, ".otc.t-systems.com"),
        (SandboxCloud.Huawei, ".myhuaweicloud.com"),
        (SandboxCloud.Huawei, ".myhuaweicloud.eu"),
    ];

    /// <summary>Returns null for other hosts, such as a loopback address.</summary>
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

    public bool Serves(Service service) => Label == LabelOf(service);

    public static string LabelOf(Service service) => service switch
    {
        Service.Iam => "iam",
        Service.Evs => "evs",
        Service.Ims => "ims",
        Service.Kms => "kms",
        Service.Vpc => "vpc",
        Service.Bss => "bss",
        _ => "ecs",
    };
}
