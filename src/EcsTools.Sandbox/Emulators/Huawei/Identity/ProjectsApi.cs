using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>Projects, accounts and the catalog (docs/contracts/huawei-ecs.md 1.3).</summary>
internal static class ProjectsApi
{
    /// <summary>A name that is not a project of this account gives an empty list.</summary>
    public static ApiResponse Projects(RequestContext call)
    {
        string? name = call.Query["name"];
        IEnumerable<Project> found = call.Projects.Where(p => name is null || p.Backend.Region == name);
        return List(call, found, name is null ? "projects" : "projects?name=" + name, isPaged: true);
    }

    public static ApiResponse Mine(RequestContext call)
    {
        RegionBackend? backend = call.Caller!.Token?.Backend;
        return List(call, call.Projects.Where(p => backend is null || p.Backend.Cloud == backend.Cloud), "auth/projects", isPaged: false);
    }

    public static ApiResponse Domains(RequestContext call)
    {
        string address = call.AddressOf(Service.Iam) + "/v3/";
        return ApiResponse.Ok(w =>
        {
            w.PutObjects("domains", [call.Context.Tenant], (d, tenant) =>
            {
                d.Put("id", tenant.DomainId);
                d.Put("name", tenant.DomainName);
                d.Put("enabled", true);
                d.Put("description", "");
                d.PutObject("links", l => l.Put("self", $"{address}domains/{tenant.DomainId}"));
            });
            w.PutObject("links", l => l.Put("self", address + "auth/domains"));
        });
    }

    public static ApiResponse Catalog(RequestContext call) => ApiResponse.Ok(w =>
    {
        TokenJson.WriteCatalog(w, call, call.Backend);
        w.PutObject("links", l => l.Put("self", call.AddressOf(Service.Iam) + "/v3/auth/catalog"));
    });

    private static ApiResponse List(RequestContext call, IEnumerable<Project> projects, string self, bool isPaged)
    {
        string address = call.AddressOf(Service.Iam) + "/v3/";
        return ApiResponse.Ok(w =>
        {
            w.PutObjects("projects", projects, (p, project) => Write(p, call.Context.Tenant, project.Backend, address));
            w.PutObject("links", l =>
            {
                l.Put("self", address + self);
                if (isPaged)
                {
                    l.PutNulls("previous", "next");
                }
            });
        });
    }

    private static void Write(JsonTextWriter w, Tenant tenant, RegionBackend backend, string address)
    {
        w.Put("id", backend.AccountId);
        w.Put("name", backend.Region);
        w.Put("domain_id", tenant.DomainId);
        w.Put("parent_id", tenant.DomainId);
        w.Put("enabled", true);
        w.Put("is_domain", false);
        w.Put("description", "");
        w.PutObject("links", l => l.Put("self", $"{address}projects/{backend.AccountId}"));
    }
}
