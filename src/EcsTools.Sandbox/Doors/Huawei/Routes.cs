using System;
using System.Collections.Generic;

using EcsTools.Sandbox.Doors.Huawei.Compute;
using EcsTools.Sandbox.Doors.Huawei.Identity;
using EcsTools.Sandbox.Doors.Huawei.Images;
using EcsTools.Sandbox.Doors.Huawei.Volumes;

namespace EcsTools.Sandbox.Doors.Huawei;

/// <summary>The calls there are (contract 3.0). A fixed path stands before one with an id in the same place.</summary>
internal static class Routes
{
    private const SandboxCloud Huawei = SandboxCloud.Huawei;

    private static readonly Route[] All =
    [
        .. Identity(),
        .. Servers(),
        .. Nova(),
        .. Volumes(),
        .. Images(),
    ];

    /// <summary>Finds the routes of a path.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path's decoded segments.</param>
    /// <returns>The routes with the values of their braces: two services may have the same path.</returns>
    public static IEnumerable<(Route Route, IReadOnlyDictionary<string, string> Values)> Find(string method, string[] path)
    {
        foreach (Route route in All)
        {
            if (route.Method == method && route.Match(path) is { } values)
            {
                yield return (route, values);
            }
        }
    }

    private static Route[] Identity() =>
    [
        new("POST", "v3/auth/tokens", "auth/tokens", Service.Iam, TokensApi.Create) { IsOpen = true },
        new("GET", "v3/auth/tokens", "auth/tokens", Service.Iam, TokensApi.Check),
        new("HEAD", "v3/auth/tokens", "auth/tokens", Service.Iam, TokensApi.Check),
        new("DELETE", "v3/auth/tokens", "auth/tokens", Service.Iam, TokensApi.Drop) { Only = SandboxCloud.OpenTelekom },
        new("GET", "v3/projects", "projects", Service.Iam, ProjectsApi.Projects),
        new("GET", "v3/auth/projects", "auth/projects", Service.Iam, ProjectsApi.Mine),
        new("GET", "v3/auth/domains", "auth/domains", Service.Iam, ProjectsApi.Domains),
        new("GET", "v3/auth/catalog", "auth/catalog", Service.Iam, ProjectsApi.Catalogue),
        new("POST", "v3.0/OS-CREDENTIAL/securitytokens", "securitytokens", Service.Iam, TokensApi.CreateKey),
    ];

    private static Route[] Servers() =>
    [
        Ecs("GET", "v1/{p}/cloudservers/detail", "cloudservers/detail", ServersApi.List),
        Ecs("POST", "v1/{p}/cloudservers/action", "action", PowerApi.Act) with { IsNamedByBody = true },
        Ecs("GET", "v1/{p}/jobs/{job}", "jobs", JobsApi.Show),
        Ecs("GET", "v1/{p}/cloudservers/{s}", "cloudservers", ServersApi.Show),
        Ecs("GET", "v1/{p}/cloudservers/{s}/block_device", "block_device", ServersApi.Disks),
        Ecs("POST", "v2/{p}/cloudservers/{s}/reinstallos", "reinstallos", SystemDiskApi.Reinstall),
        Ecs("POST", "v1/{p}/cloudservers/{s}/reinstallos", "v1 reinstallos", SystemDiskApi.ReinstallV1) with { Only = Huawei },
        Ecs("POST", "v2/{p}/cloudservers/{s}/changeos", "changeos", SystemDiskApi.Change),
        Ecs("POST", "v1/{p}/cloudservers/{s}/changeos", "v1 changeos", SystemDiskApi.ChangeV1) with { Only = Huawei },
        Ecs("GET", "v1/{p}/cloudservers/{s}/os-server-password", "os-server-password", WindowsPasswordApi.Show) with { Only = Huawei },
        Ecs("DELETE", "v1/{p}/cloudservers/{s}/os-server-password", "os-server-password", WindowsPasswordApi.Delete) with { Only = Huawei },
    ];

    private static IEnumerable<Route> Nova()
    {
        // OTC still describes the older version of the path beside the newer (contract 1.2).
        foreach (string version in new[] { "v2.1", "v2" })
        {
            yield return new("GET", version + "/{p}/os-keypairs", "os-keypairs", Service.Nova, KeyPairsApi.List);
            yield return new("GET", version + "/{p}/os-keypairs/{name}", "os-keypairs", Service.Nova, KeyPairsApi.Show);
            yield return new(
                "GET", version + "/{p}/servers/{s}/os-server-password", "os-server-password", Service.Nova, WindowsPasswordApi.Show);
            yield return new(
                "DELETE", version + "/{p}/servers/{s}/os-server-password", "os-server-password", Service.Nova, WindowsPasswordApi.Delete);
        }
    }

    private static IEnumerable<Route> Volumes()
    {
        foreach (string version in new[] { "v2", "v3" })
        {
            yield return new("GET", version + "/{p}/os-quota-sets/{target}", "os-quota-sets", Service.Evs, QuotaApi.Show);
        }
    }

    private static Route[] Images() =>
    [
        new("GET", "v2/cloudimages", "cloudimages", Service.Ims, ImagesApi.List),
        new("GET", "v2/images/{image}", "images", Service.Ims, ImagesApi.Show),
        new("GET", "v1/{p}/jobs/{job}", "jobs", Service.Ims, JobsApi.Show),
    ];

    private static Route Ecs(string method, string template, string name, Func<Call, Answer> handle) =>
        new(method, template, name, Service.Ecs, handle);
}
