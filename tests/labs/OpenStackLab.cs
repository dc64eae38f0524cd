using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.Tests.Labs;

/// <summary>
/// A real OpenStack on loopback ports that .ci/nightly has brought up (tests/labs/openstack/up.sh): its folder is what ECSTOOLS_OPENSTACK_LAB
/// names. This class speaks to it on its own, as somebody else would, to make servers and to look at what became of them.
/// </summary>
public sealed class OpenStackLab : IAsyncLifetime
{
    public const string Variable = "ECSTOOLS_OPENSTACK_LAB";
    public const string User = "lab";
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string? _folder = Environment.GetEnvironmentVariable(Variable);
    private JsonObject _endpoints = [];

    /// <summary>Begins the name of every server made here, so that two test runs do not meet.</summary>
    public string Prefix { get; } = $"t{Guid.NewGuid():N}"[..7];

    public string Folder => _folder!;

    /// <summary>True if real guests run.</summary>
    public bool HasGuests => _folder is not null && File.Exists(Path.Combine(_folder, "in-lab"));

    public string Password { get; private set; } = "";

    public string ProjectId { get; private set; } = "";

    public string Token { get; private set; } = "";

    public string Identity => Url("identity");

    /// <summary>Skips the test where there is no OpenStack.</summary>
    public void Require() => Assert.SkipWhen(_folder is null, $"no OpenStack: {Variable} names no folder; see tests/labs/openstack/up.sh");

    /// <summary>Skips the test where no guests run. Where they do, the lab has namespaces of its own, in which the test has to run, too.</summary>
    public void RequireGuests()
    {
        Require();
        Assert.SkipUnless(HasGuests, "no guests: this OpenStack has nova's fake hypervisor; see ECS_LAB_HYPERVISOR in tests/labs/openstack/up.sh");
    }

    public async ValueTask InitializeAsync()
    {
        if (_folder is null)
        {
            return;
        }

        _endpoints = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "endpoints.json")))!.AsObject();
        Password = Regex.Match(await File.ReadAllTextAsync(Path.Combine(_folder, "openrc")), "OS_PASSWORD=(\\S+)").Groups[1].Value;
        (Token, JsonNode token) = await LogInAsync(User);
        ProjectId = (string)token["project"]!["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await Task.WhenAll((await ListAsync(Prefix)).Select(s => SendAsync(HttpMethod.Delete, "compute", $"/servers/{s["id"]}")));
        }
    }

    public string Url(string service) => (string)_endpoints[service]!;

    /// <summary>Logs in afresh.</summary>
    public async Task<(string Token, JsonNode Body)> LogInAsync(string user)
    {
        JsonObject Domain() => new() { ["id"] = "default" };
        JsonObject body = new()
        {
            ["auth"] = new JsonObject
            {
                ["identity"] = new JsonObject
                {
                    ["methods"] = new JsonArray("password"),
                    ["password"] = new JsonObject { ["user"] = new JsonObject { ["name"] = user, ["domain"] = Domain(), ["password"] = Password } },
                },
                ["scope"] = new JsonObject { ["project"] = new JsonObject { ["name"] = user, ["domain"] = Domain() } },
            },
        };
        using HttpResponseMessage answer = await Http.PostAsync(
            $"{Identity}/auth/tokens", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
        return (answer.Headers.GetValues("X-Subject-Token").Single(), JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["token"]!);
    }

    /// <summary>Makes servers and waits until they run.</summary>
    /// <returns>Their ids.</returns>
    public async Task<string[]> CreateAsync(string name, int count = 1, string size = "s1.small", string image = "lab-debian-12", string? keyPair = null, bool hasNetwork = true, int volumeGiB = 0, string? userData = null)
    {
        JsonObject server = new()
        {
            ["name"] = $"{Prefix}-{name}",
            ["imageRef"] = await IdOfAsync("image", "/images", "images", image),
            ["flavorRef"] = await IdOfAsync("compute", "/flavors", "flavors", size),
            ["min_count"] = count,
        };
        server["networks"] = hasNetwork ? new JsonArray(new JsonObject { ["uuid"] = await IdOfAsync("network", "/networks", "networks", "lab-net") }) : "none";
        if (keyPair is not null)
        {
            server["key_name"] = keyPair;
        }

        if (userData is not null)
        {
            server["user_data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(userData));
        }

        if (volumeGiB > 0)
        {
            server["block_device_mapping_v2"] = new JsonArray(new JsonObject
            {
                ["boot_index"] = 0,
                ["uuid"] = (string)server["imageRef"]!,
                ["source_type"] = "image",
                ["destination_type"] = "volume",
                ["volume_size"] = volumeGiB,
                ["delete_on_termination"] = true,
            });
            server.Remove("imageRef");
        }

        await SendAsync(HttpMethod.Post, "compute", "/servers", new JsonObject { ["server"] = server });
        while (true)
        {
            JsonNode[] made = [.. (await ListAsync($"{Prefix}-{name}")).Where(s => (string?)s["status"] != "BUILD")];
            Assert.All(made, s => Assert.NotEqual("ERROR", (string?)s["status"]));
            if (made.Length >= count)
            {
                return [.. made.Select(s => (string)s["id"]!)];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    /// <summary>A server that several tests look at and none changes.</summary>
    public async Task<string[]> SharedAsync(string name, int volumeGiB = 0)
    {
        IReadOnlyList<JsonNode> made = await ListAsync($"{Prefix}-{name}");
        return made.Count > 0 ? [(string)made[0]["id"]!] : await CreateAsync(name, volumeGiB: volumeGiB);
    }

    /// <summary>Gives Nova the public half of a key pair that is made for it and thrown away.</summary>
    public async Task<string> ImportKeyPairAsync()
    {
        using RSA rsa = RSA.Create(2048);
        RSAParameters key = rsa.ExportParameters(includePrivateParameters: false);
        byte[] blob = [.. Framed("ssh-rsa"u8.ToArray()), .. Framed(key.Exponent!), .. Framed([0, .. key.Modulus!])];
        string name = $"{Prefix}-key";
        JsonObject pair = new() { ["name"] = name, ["type"] = "ssh", ["public_key"] = $"ssh-rsa {Convert.ToBase64String(blob)} lab" };
        await SendAsync(HttpMethod.Post, "compute", "/os-keypairs", new JsonObject { ["keypair"] = pair });
        return name;

        static byte[] Framed(byte[] part) => [0, 0, (byte)(part.Length >> 8), (byte)part.Length, .. part];
    }

    /// <summary>Makes an application credential of the lab's user.</summary>
    public async Task<(string Id, string Secret)> CreateApplicationCredentialAsync()
    {
        (string token, JsonNode body) = await LogInAsync(User);
        JsonObject wanted = new() { ["application_credential"] = new JsonObject { ["name"] = $"{Prefix}-app" } };
        JsonNode made = (await SendAsync(HttpMethod.Post, "identity", $"/users/{body["user"]!["id"]}/application_credentials", wanted, token))!["application_credential"]!;
        return ((string)made["id"]!, (string)made["secret"]!);
    }

    public async Task<JsonNode> ShowAsync(string id) => (await SendAsync(HttpMethod.Get, "compute", $"/servers/{id}"))!["server"]!;

    /// <summary>Waits until a server is gone.</summary>
    public async Task GoneAsync(string id)
    {
        while ((await ListAsync(Prefix)).Any(s => (string?)s["id"] == id))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    /// <summary>What was asked for of a server, by Nova's names, the newest first.</summary>
    public async Task<string[]> ActionsOfAsync(string id) =>
        [.. (await SendAsync(HttpMethod.Get, "compute", $"/servers/{id}/os-instance-actions"))!["instanceActions"]!.AsArray().Select(a => (string)a!["action"]!)];

    public async Task<IReadOnlyList<JsonNode>> ListAsync(string prefix) =>
        [.. (await SendAsync(HttpMethod.Get, "compute", $"/servers/detail?name=^{prefix}"))!["servers"]!.AsArray().Select(s => s!)];

    /// <summary>Sends a request of the lab's own.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string service, string path, JsonNode? body = null, string? token = null)
    {
        using HttpRequestMessage request = new(method, Url(service) + path);
        request.Headers.Add("X-Auth-Token", token ?? Token);
        if (service == "compute")
        {
            request.Headers.Add("OpenStack-API-Version", "compute 2.93");
        }

        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Makes a domain, a user and a project in the manner of Open Telekom Cloud, and a service of it in the catalogue.</summary>
    public async Task MakeOtcAsync(string domain, string user, string password, string project, string ecs)
    {
        (string admin, _) = await LogInAsync("admin");
        string domainId = await MakeAsync("/domains", "domain", new JsonObject { ["name"] = domain });
        string projectId = await MakeAsync("/projects", "project", new JsonObject { ["name"] = project, ["domain_id"] = domainId });
        string userId = await MakeAsync("/users", "user", new JsonObject { ["name"] = user, ["domain_id"] = domainId, ["password"] = password });
        string roleId = (string)(await SendAsync(HttpMethod.Get, "identity", "/roles?name=member", null, admin))!["roles"]![0]!["id"]!;
        await SendAsync(HttpMethod.Put, "identity", $"/projects/{projectId}/users/{userId}/roles/{roleId}", null, admin);
        if ((await SendAsync(HttpMethod.Get, "identity", "/regions", null, admin))!["regions"]!.AsArray().All(r => (string)r!["id"]! != "eu-de"))
        {
            await MakeAsync("/regions", "region", new JsonObject { ["id"] = "eu-de" });
        }

        foreach (JsonNode? old in (await SendAsync(HttpMethod.Get, "identity", "/services?type=ecs", null, admin))!["services"]!.AsArray())
        {
            await SendAsync(HttpMethod.Delete, "identity", $"/services/{old!["id"]}", null, admin);
        }

        string service = await MakeAsync("/services", "service", new JsonObject { ["type"] = "ecs", ["name"] = "ecs" });
        await MakeAsync("/endpoints", "endpoint", new JsonObject { ["service_id"] = service, ["interface"] = "public", ["region_id"] = "eu-de", ["url"] = ecs });

        async Task<string> MakeAsync(string path, string kind, JsonObject fields) =>
            (string)(await SendAsync(HttpMethod.Post, "identity", path, new JsonObject { [kind] = fields }, admin))![kind]!["id"]!;
    }

    /// <summary>Asks Keystone whether a token is good, as services do.</summary>
    /// <returns>The project it is good for.</returns>
    public async Task<string> CheckTokenAsync(string token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Identity}/auth/tokens?nocatalog=true");
        request.Headers.Add("X-Auth-Token", token);
        request.Headers.Add("X-Subject-Token", token);
        using HttpResponseMessage answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["token"]!["project"]!["id"]!;
    }

    /// <summary>Makes a domain with a project in it, and gives the lab's user a role there.</summary>
    /// <returns>Their ids.</returns>
    public async Task<(string DomainId, string ProjectId)> MakeProjectAsync(string domain, string project)
    {
        (string admin, _) = await LogInAsync("admin");
        (_, JsonNode body) = await LogInAsync(User);
        string domainId = (string)(await SendAsync(HttpMethod.Post, "identity", "/domains", new JsonObject { ["domain"] = new JsonObject { ["name"] = domain } }, admin))!["domain"]!["id"]!;
        JsonObject wanted = new() { ["project"] = new JsonObject { ["name"] = project, ["domain_id"] = domainId } };
        string projectId = (string)(await SendAsync(HttpMethod.Post, "identity", "/projects", wanted, admin))!["project"]!["id"]!;
        string roleId = (string)(await SendAsync(HttpMethod.Get, "identity", "/roles?name=member", null, admin))!["roles"]![0]!["id"]!;
        await SendAsync(HttpMethod.Put, "identity", $"/projects/{projectId}/users/{body["user"]!["id"]}/roles/{roleId}", null, admin);
        return (domainId, projectId);
    }

    /// <summary>Takes a token back, so that every service refuses it.</summary>
    public async Task RevokeAsync(string victim)
    {
        using HttpRequestMessage request = new(HttpMethod.Delete, $"{Identity}/auth/tokens");
        request.Headers.Add("X-Auth-Token", victim);
        request.Headers.Add("X-Subject-Token", victim);
        using HttpResponseMessage answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<string> IdOfAsync(string service, string path, string list, string name) => (string)(await SendAsync(HttpMethod.Get, service, path))![list]!
        .AsArray().Single(i => (string?)i!["name"] == name)!["id"]!;
}
