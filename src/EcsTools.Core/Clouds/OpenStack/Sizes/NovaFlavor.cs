using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>A size.</summary>
internal sealed record NovaFlavor(string Id, string Name)
{
    /// <summary>Virtual CPUs; 0 if the cloud does not tell.</summary>
    public int Vcpu { get; init; }

    /// <summary>Memory in MiB; 0 if the cloud does not tell.</summary>
    public int MemoryMiB { get; init; }

    /// <summary>The system disk in GiB; 0 for one as large as its image.</summary>
    public int DiskGiB { get; init; }

    /// <summary>True if the operator has taken it off sale.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Reads a size.</summary>
    /// <returns>The size, or null if it has no id.</returns>
    public static NovaFlavor? Read(JObject json) => json.Text("id") is not { } id ? null : new NovaFlavor(id, json.Text("name") ?? id)
    {
        Vcpu = json.Integer("vcpus") ?? 0,
        MemoryMiB = json.Integer("ram") ?? 0,
        DiskGiB = json.Integer("disk") ?? 0,
        IsDisabled = json.Flag("OS-FLV-DISABLED:disabled") == true,
    };

    /// <summary>The size as users hold it.</summary>
    /// <param name="instance">The server it is for, or null.</param>
    public EcsInstanceSize ToSize(EcsInstance? instance, ResourceOrigin origin) => SizeReader.Describe(Name, Vcpu, MemoryMiB, instance, origin) with
    {
        IsAvailable = !IsDisabled,
        Stock = IsDisabled ? "disabled" : "",
    };
}
