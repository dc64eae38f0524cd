using System.Text.RegularExpressions;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>The filters of the server lists (docs/contracts/huawei-ecs.md 3.1). A list ignores filters it does not have.</summary>
internal sealed class ServerFilter
{
    private readonly List<Func<Server, bool>> _tests = [];

    private ServerFilter()
    {
    }

    public bool IsEmpty => _tests.Count == 0;

    public static ServerFilter V1(RequestContext call)
    {
        ServerFilter filter = new();
        filter.AddCommon(call);
        filter.Add(call.Query["flavor"], flavor => s => s.Size == flavor);
        filter.Add(call.Query["reservation_id"], id => s => "r-" + s.Id.Substring(0, 8) == id);
        filter.Add(call.Query["ip"], ip => s => s.PrivateIp.Contains(ip) || s.PublicIp?.Contains(ip) == true);
        if (!call.IsOtc)
        {
            filter.Add(call.Query["ip_eq"], ip => s => s.PrivateIp == ip || s.PublicIp == ip);
        }

        return filter;
    }

    /// <summary>Huawei only.</summary>
    public static ServerFilter V11(RequestContext call)
    {
        ServerFilter filter = new();
        filter.AddCommon(call);
        filter.Add(call.Query["id"], id => s => s.Id == id);
        filter.Add(call.Query["flavor_name"], flavor => s => s.Size == flavor);
        filter.Add(call.Query["image_id"], image => s => s.ImageId == image);
        filter.Add(call.Query["availability_zone"], zone => s => s.Zone.Contains(zone));
        filter.Add(call.Query["availability_zone_eq"], zone => s => s.Zone == zone);
        filter.Add(call.Query["charging_mode"], mode => s => ServerFields.ChargingMode(s) == mode);
        filter.Add(call.Query["key_name"], name => s => ServerFields.KeyName(call.Project, s, call.Undocumented) == name);
        filter.Add(call.Query["in_recycle_bin"], bin => _ => bin is "false" or "False");
        return filter;
    }

    public bool Passes(Server server) => _tests.TrueForAll(t => t(server));

    private static bool HasTag(Server server, string tag)
    {
        string[] pair = tag.Split(['='], 2);
        return server.Tags.TryGetValue(pair[0], out string? value) && (pair.Length == 1 || value == pair[1]);
    }

    /// <summary>The name is a regular expression; an invalid one is taken literally.</summary>
    private static Regex NamePattern(string pattern)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
        TimeSpan limit = TimeSpan.FromMilliseconds(100);
        try
        {
            return new Regex(pattern, Options, limit);
        }
        catch (ArgumentException)
        {
            return new Regex(Regex.Escape(pattern), Options, limit);
        }
    }

    private void AddCommon(RequestContext call)
    {
        Add(call.Query["name"], name =>
        {
            Regex pattern = NamePattern(name);
            return s => pattern.IsMatch(s.Name);
        });
        Add(call.Query["status"], status =>
        {
            IReadOnlyCollection<string> wanted = ServerStatus.Matching(status);
            return s => wanted.Contains(ServerStatus.Of(call.Project, s, call.Undocumented).Status);
        });
        Add(call.Query["tags"], tags => s => tags.Split(',').All(t => HasTag(s, t)));
        Add(call.Query["not-tags"], tags => s => !tags.Split(',').Any(t => HasTag(s, t)));
        Add(call.Query["enterprise_project_id"], id => _ => call.IsOtc || id is "0" or "all_granted_eps");
    }

    private void Add(string? value, Func<string, Func<Server, bool>> test)
    {
        if (value is not null)
        {
            _tests.Add(test(value));
        }
    }
}
