using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Providers.OpenStackApi;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>
/// One entry of clouds.yaml, put together as openstacksdk does: the vendor's profile, over it the entry, over it secure.yaml, over it what the
/// chosen region says. In the end all that logs in stands under <c>auth</c>.
/// </summary>
internal static class CloudsYamlEntry
{
    private static readonly JsonMergeSettings Merging = new()
    {
        MergeArrayHandling = MergeArrayHandling.Replace,
        MergeNullValueHandling = MergeNullValueHandling.Ignore,
    };

    // What openstacksdk moves into 'auth', and what it is called by; the last that is set wins, and beside 'auth' wins over within.
    private static readonly (string Target, string[] Names)[] Moved =
    [
        ("domain_id", ["domain_id"]), ("domain_name", ["domain_name"]),
        ("user_domain_id", ["user_domain_id"]), ("user_domain_name", ["user_domain_name"]),
        ("project_domain_id", ["project_domain_id"]), ("project_domain_name", ["project_domain_name"]),
        ("token", ["auth_token", "token"]), ("passcode", ["passcode"]),
        ("project_id", ["tenant_id", "project_id"]), ("project_name", ["tenant_name", "project_name"]),
    ];

    // The options of keystoneauth's plug-ins and of the T-Systems and Huawei ones: beside 'auth' they count where 'auth' does not have them.
    private static readonly string[] PluginOptions =
    [
        "auth_url", "username", "user_name", "user_id", "password", "default_domain_id", "default_domain_name", "trust_id", "system_scope",
        "application_credential_id", "application_credential_name", "application_credential_secret",
        "ak", "sk", "security_token", "target_agency_name", "target_domain_id", "target_domain_name", "target_project_id", "target_project_name",
    ];

    private static readonly string[] Texts =
    [
        .. Moved.SelectMany(m => m.Names), .. PluginOptions, .. OpenStackKeys.Unused, .. OpenStackKeys.Endpoints.Select(e => e.Key), .. OpenStackKeys.Interfaces,
        "auth_type", "auth_plugin", "profile", "cloud", "cacert",
    ];

    /// <summary>Lays the layers over each other.</summary>
    /// <exception cref="FormatException">What should be a text, a list or a mapping is something else.</exception>
    public static JObject Merge(params JObject?[] layers)
    {
        JObject entry = new();
        foreach (JObject layer in layers.OfType<JObject>())
        {
            JObject fields = Normalize(layer);
            RefuseOtherKinds(fields);
            entry.Merge(fields, Merging);
        }

        return entry;
    }

    /// <summary>The regions that an entry names; of these the first counts unless the user names one.</summary>
    /// <exception cref="FormatException">Its list cannot be read.</exception>
    public static IReadOnlyList<(string Name, JObject? Values)> Regions(JObject entry)
    {
        JToken? list = entry["regions"] is JArray regions ? regions : entry["region_name"];
        JToken[] items = list switch
        {
            JArray several => [.. several],
            JValue { Value: string text } => [.. text.Split(',').Select(t => t.Trim()).Where(t => t.Length > 0).Select(t => new JValue(t))],
            _ => [],
        };
        return [.. items.Select(i => i is JValue { Value: string name } ? (name, null) : (i.Text("name") ?? throw new FormatException("has a region without a name"), Values(i)))];
    }

    /// <summary>The entry as it is in a region, with all that logs in under <c>auth</c>.</summary>
    public static JObject In(JObject entry, string? region, JObject? values)
    {
        JObject settled = Merge(entry, values);
        settled.Remove("regions");
        settled["region_name"] = region;
        Settle(settled);
        return settled;
    }

    /// <summary>Moves what logs in into <c>auth</c>, whichever of openstacksdk's two places it stands in.</summary>
    public static void Settle(JObject entry)
    {
        if (entry.Object("auth") is not { } auth)
        {
            entry["auth"] = auth = new JObject();
        }

        entry["auth_type"] = entry.Text("auth_type") ?? entry.Text("auth_plugin");
        foreach ((string target, string[] names) in Moved)
        {
            string? value = names.SelectMany(n => new[] { auth.Text(n), entry.Text(n) }).LastOrDefault(v => v is not null);
            foreach (string name in names)
            {
                auth.Remove(name);
                entry.Remove(name);
            }

            if (value is not null)
            {
                auth[target] = value;
            }
        }

        foreach (string option in PluginOptions.Where(o => auth.Text(o) is null && entry.Text(o) is not null))
        {
            auth[option] = entry.Text(option);
        }
    }

    /// <summary>Reads a domain: named for itself, or once for user and project, or as what holds where nothing is said; the id goes before the name.</summary>
    /// <param name="whose">What the domain is of, for example <c>user_domain</c>.</param>
    public static (string? Id, string? Name) ReadDomain(JObject? auth, string whose)
    {
        foreach (string prefix in new[] { whose, "domain", "default_domain" })
        {
            if (auth.Text(prefix + "_id") is { } id)
            {
                return (id, null);
            }

            if (auth.Text(prefix + "_name") is { } name)
            {
                return (null, name);
            }
        }

        return (null, null);
    }

    /// <summary>Refuses what decides who acts or where, and is not done here.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/>.</exception>
    public static void Refuse(AccountCandidate offer, JObject entry, IEnumerable<string> keys) =>
        OpenStackKeys.Refuse(offer, keys, k => entry.Text(k) ?? entry.Object("auth").Text(k));

    private static JObject? Values(JToken region) => region["values"] switch
    {
        null or JValue { Value: null } => null,
        JObject values => values,
        _ => throw new FormatException("has a region whose 'values' are not a mapping"),
    };

    // A value of another kind would be read as none, and what it decides would be decided otherwise.
    private static void RefuseOtherKinds(JObject layer)
    {
        string? key = Texts.FirstOrDefault(k => layer[k] is JContainer || (layer["auth"] as JObject)?[k] is JContainer)
            ?? (layer["region_name"] is JObject ? "region_name" : null);
        string? wrong = key is not null ? $"has a '{key}' that is not a text"
            : layer["auth"] is not (null or JObject or JValue { Value: null }) ? "has an 'auth' that is not a mapping"
            : layer["regions"] is not (null or JArray or JValue { Value: null }) ? "has 'regions' that are not a list"
            : null;
        if (wrong is not null)
        {
            throw new FormatException(wrong);
        }
    }

    private static JObject Normalize(JObject layer)
    {
        JObject fields = new();
        foreach (JProperty field in layer.Properties())
        {
            fields[field.Name.Replace('-', '_')] = field.Value is JObject inner ? Normalize(inner) : field.Value.DeepClone();
        }

        return fields;
    }
}
