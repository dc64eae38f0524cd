using System.Globalization;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Flavors;

/// <summary>Flavors and the flavors a server can be resized to (docs/contracts/huawei-ecs.md 3.8).</summary>
internal static class FlavorsApi
{
    public static ApiResponse List(RequestContext call)
    {
        IEnumerable<Size> sizes = call.Backend.Sizes;
        if (!call.IsOtc && call.Query["flavor_id"] is { } id)
        {
            sizes = sizes.Where(s => s.Id == id);
        }

        if (!call.IsOtc)
        {
            sizes = Page(call, sizes);
        }

        return ApiResponse.Ok(w => w.PutObjects("flavors", sizes, (f, size) => Write(f, call, size, "os_extra_specs")));
    }

    /// <summary>The specifications of a flavor have another name here. OTC also has it at <c>/v2.1/{p}/resize_flavors</c>.</summary>
    public static ApiResponse Targets(RequestContext call)
    {
        string[] sources = [.. new[] { "instance_uuid", "source_flavor_id", "source_flavor_name" }.Where(n => call.Query[n] is not null)];
        if (sources.Length != 1)
        {
            throw call.Malformed("exactly one of instance_uuid, source_flavor_id and source_flavor_name is needed");
        }

        string source = call.Query[sources[0]]!;
        if (sources[0] == "instance_uuid")
        {
            source = (call.Backend.FindServer(source) ?? throw ErrorResponses.NoServer(Service.Ecs, source)).Size;
        }

        IEnumerable<Size> targets = call.Backend.Sizes.Where(s => s.Id != source && IsTarget(source) && IsTarget(s.Id) && s.IsInStock);
        return ApiResponse.Ok(w => w.PutObjects("flavors", Page(call, targets), (f, size) => Write(f, call, size, "extra_specs")));
    }

    private static bool IsTarget(string flavor) => !flavor.StartsWith("h2.", StringComparison.Ordinal);

    private static IEnumerable<Size> Page(RequestContext call, IEnumerable<Size> sizes)
    {
        int limit = call.Query.Number("limit", 1000, 0, 1000, Service.Ecs);
        return (call.Query["marker"] is { } marker ? sizes.SkipWhile(s => s.Id != marker).Skip(1) : sizes).Take(limit);
    }

    private static void Write(JsonTextWriter w, RequestContext call, Size size, string specifications)
    {
        w.Put("id", size.Id);
        w.Put("name", size.Id);
        w.Put("vcpus", size.Vcpu.ToString(CultureInfo.InvariantCulture));
        w.Put("ram", size.MemoryMiB);
        w.Put("disk", "0");
        w.Put("swap", "");
        w.Put("OS-FLV-EXT-DATA:ephemeral", 0);
        w.Put("OS-FLV-DISABLED:disabled", false);
        w.WritePropertyName("rxtx_factor");
        w.WriteValue(1.0);
        w.PutNulls("rxtx_quota", "rxtx_cap");
        w.Put("os-flavor-access:is_public", true);
        w.PutObjects("links", ["self"], (l, rel) =>
        {
            l.Put("rel", rel);
            l.Put("href", $"{call.AddressOf(Service.Ecs)}/v1.0/{call.Backend.AccountId}/flavors/{size.Id}");
            l.PutNulls("type");
        });
        w.PutObject(specifications, s => WriteSpecifications(s, call.Backend, size));
    }

    private static void WriteSpecifications(JsonTextWriter w, RegionBackend backend, Size size)
    {
        string generation = size.Id.Split('.')[0];
        string stock = size.IsInStock ? "normal" : "sellout";
        w.Put("ecs:performancetype", generation == "h2" ? "highcpu" : "normal");
        w.Put("ecs:generation", generation);
        w.Put("ecs:virtualization_env_types", "CloudCompute");
        w.Put("resource_type", "IOoptimized" + generation.ToUpperInvariant());
        w.Put("hw:numa_nodes", "1");
        w.Put("instance_vnic:type", "enhanced");
        w.Put("instance_vnic:instance_bandwidth", "3000");
        w.Put("instance_vnic:max_count", "12");
        w.Put("cond:operation:status", generation == "h2" ? "abandon" : stock);
        Func<string, int, string> zone = SeedCatalog.Of(backend.Cloud).Zone;
        w.Put("cond:operation:az", string.Join(",", Enumerable.Range(1, 3).Select(n => $"{zone(backend.Region, n)}({stock})")));
    }
}
