using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>Writes a token and the catalog (<c>iam.token.*.json</c>).</summary>
internal static class TokenJson
{
    private static readonly (string Type, string Name, Service Service, string Path)[] Catalog =
    [
        ("identity", "keystone", Service.Iam, "/v3"),
        ("compute", "nova", Service.Nova, "/v2.1/{0}"),
        ("ecs", "ecs", Service.Ecs, "/v1/{0}"),
        ("volumev2", "cinderv2", Service.Evs, "/v2/{0}"),
        ("image", "glance", Service.Ims, ""),
    ];

    public static void Write(JsonTextWriter w, RequestContext call, Token token) => w.PutObject("token", t =>
    {
        Tenant tenant = call.Context.Tenant;
        t.Put("expires_at", Times.Microseconds(token.ExpiresAt));
        t.Put("issued_at", Times.Microseconds(token.IssuedAt));
        t.PutTexts("methods", token.Methods);
        if (token.Agency is null)
        {
            t.PutObject("user", u => WriteUser(u, tenant));
        }
        else
        {
            t.PutObject("user", u => WriteAgency(u, tenant, token.Agency));
        }

        t.PutObjects("roles", ["te_admin"], (r, role) =>
        {
            r.Put("id", "0");
            r.Put("name", role);
        });
        WriteScope(t, tenant, token.Backend);
        if (token.Agency is not null)
        {
            t.PutObject("assumed_by", a => a.PutObject("user", u => WriteUser(u, tenant)));
        }

        if (!call.Query.Has("nocatalog"))
        {
            WriteCatalog(t, call, token.Backend ?? call.Backend);
        }
    });

    public static void WriteCatalog(JsonTextWriter w, RequestContext call, RegionBackend backend) => w.PutObjects("catalog", Catalog, (c, entry) =>
    {
        string id = new((char)('1' + (int)entry.Service), 32);
        string region = entry.Service == Service.Iam ? "*" : backend.Region;
        c.Put("type", entry.Type);
        c.Put("name", entry.Name);
        c.Put("id", id);
        c.PutObjects("endpoints", [call.AddressOf(entry.Service) + entry.Path.Replace("{0}", backend.AccountId)], (e, url) =>
        {
            e.Put("id", id);
            e.Put("interface", "public");
            e.Put("region", region);
            e.Put("region_id", region);
            e.Put("url", url);
        });
    });

    private static void WriteUser(JsonTextWriter w, Tenant tenant)
    {
        w.Put("id", tenant.UserId);
        w.Put("name", tenant.UserName);
        w.Put("password_expires_at", "");
        w.PutObject("domain", d => WriteDomain(d, tenant));
    }

    private static void WriteAgency(JsonTextWriter w, Tenant tenant, string agency)
    {
        w.Put("id", tenant.UserId);
        w.Put("name", $"{tenant.DomainName}/{agency}");
        w.PutObject("domain", d => WriteDomain(d, tenant));
    }

    private static void WriteScope(JsonTextWriter w, Tenant tenant, RegionBackend? backend)
    {
        if (backend is null)
        {
            w.PutObject("domain", d => WriteDomain(d, tenant));
            return;
        }

        w.PutObject("project", p =>
        {
            p.Put("id", backend.AccountId);
            p.Put("name", backend.Region);
            p.PutObject("domain", d => WriteDomain(d, tenant));
        });
    }

    private static void WriteDomain(JsonTextWriter w, Tenant tenant)
    {
        w.Put("id", tenant.DomainId);
        w.Put("name", tenant.DomainName);
    }
}
