using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>Projects, accounts and the catalogue (docs/contracts/huawei-ecs.md 1.3).</summary>
internal static class ProjectsApi
{
    /// <summary>GET <c>/v3/projects</c>: by name; a name that is none of this account's gives an empty list.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The projects.</returns>
    public static Answer Projects(Call call)
    {
        string? name = call.Query["name"];
        IEnumerable<Project> found = call.Projects.Where(p => name is null || p.World.Region == name);
        return List(call, found, name is null ? "projects" : "projects?name=" + name, isPaged: true);
    }

    /// <summary>GET <c>/v3/auth/projects</c>: those the caller may enter.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The projects.</returns>
    public static Answer Mine(Call call)
    {
        World? world = call.Caller!.Token?.World;
        return List(call, call.Projects.Where(p => world is null || p.World.Cloud == world.Cloud), "auth/projects", isPaged: false);
    }

    /// <summary>GET <c>/v3/auth/domains</c>.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The account.</returns>
    public static Answer Domains(Call call)
    {
        string address = call.AddressOf(Service.Iam) + "/v3/";
        return Answer.Ok(w =>
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

    /// <summary>GET <c>/v3/auth/catalog</c>.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The catalogue.</returns>
    public static Answer Catalogue(Call call) => Answer.Ok(w =>
    {
        TokenJson.WriteCatalogue(w, call, call.World);
        w.PutObject("links", l => l.Put("self", call.AddressOf(Service.Iam) + "/v3/auth/catalog"));
    });

    private static Answer List(Call call, IEnumerable<Project> projects, string self, bool isPaged)
    {
        string address = call.AddressOf(Service.Iam) + "/v3/";
        return Answer.Ok(w =>
        {
            w.PutObjects("projects", projects, (p, project) => Write(p, call.Context.Tenant, project.World, address));
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

    private static void Write(JsonTextWriter w, Tenant tenant, World world, string address)
    {
        w.Put("id", world.AccountId);
        w.Put("name", world.Region);
        w.Put("domain_id", tenant.DomainId);
        w.Put("parent_id", tenant.DomainId);
        w.Put("enabled", true);
        w.Put("is_domain", false);
        w.Put("description", "");
        w.PutObject("links", l => l.Put("self", $"{address}projects/{world.AccountId}"));
    }
}
