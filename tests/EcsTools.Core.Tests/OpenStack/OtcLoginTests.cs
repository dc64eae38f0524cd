using System.Text;
using System.Text.Json.Nodes;

using EcsTools.Core.Clouds;
using EcsTools.Sandbox;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>
/// OTC's login at a real Keystone, whose catalogue points at the listening sandbox: names of OTC's form, a password with everything in it.
/// Before the sandbox stands what stands before every service of OpenStack: something that asks Keystone whether a token is good.
/// </summary>
public sealed class OtcLoginTests(OpenStackLab lab) : IClassFixture<OpenStackLab>
{
    private const string Secret = "pä\"ss' w\\ö rd:1#";

    [Fact]
    public async Task It_finds_the_front_door_in_the_catalogue()
    {
        lab.Require();
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing() });
        int port = sandbox.Listen(0).Port;
        string project = sandbox.ProjectId(SandboxCloud.OpenTelekom);
        string domain = $"OTC-EU-DE-0000000000100{lab.Prefix}";
        await lab.MakeOtcAsync(domain, "Ops Person", Secret, "eu-de_lab", $"http://127.0.0.1:{port}/v1/%(project_id)s");
        string folder = Directory.CreateTempSubdirectory("ecstools-clouds-").FullName;
        File.WriteAllText(
            Path.Combine(folder, "clouds.yaml"),
            $"clouds:\n  otc:\n    profile: otc\n    region_name: eu-de\n    auth:\n      auth_url: {lab.Identity}\n      username: Ops Person\n      password: \"{Secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n"
            + $"      user_domain_name: {domain}\n      project_name: eu-de_lab\n      project_domain_name: {domain}\n");
        using HttpClient http = new();
        string own = await LogInAsync(http, port, sandbox.Credentials, project);
        int checkedTokens = 0;

        using LabFixture bench = await LabFixture.OpenAsync(
            lab,
            r => r with { Cloud = EcsCloud.OpenTelekom, Endpoint = null, UserName = null, Password = null, ProjectName = null, Profile = "otc", WorkingFolder = folder },
            async (request, send) =>
            {
                if (request.RequestUri!.Port == port)
                {
                    string theirs = await lab.CheckTokenAsync(request.Headers.GetValues("X-Auth-Token").Single());
                    request.Headers.Remove("X-Auth-Token");
                    request.Headers.Add("X-Auth-Token", own);
                    request.RequestUri = new Uri(request.RequestUri.AbsoluteUri.Replace(theirs, project, StringComparison.Ordinal));
                    checkedTokens++;
                }

                return await send();
            });
        Page<EcsInstance> page = await bench.Account.Cloud.ListInstancesAsync(new InstanceQuery { Names = ["web-01"] }, null, LabFixture.Token);

        Assert.Equal($"Ops Person ({domain})", bench.Account.Info.Identity);
        Assert.Equal("web-01", Assert.Single(page.Items).Name);
        Assert.True(checkedTokens >= 2, "The front door was not asked.");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> LogInAsync(HttpClient http, int port, SandboxCredentials credentials, string project)
    {
        JsonObject login = new()
        {
            ["auth"] = new JsonObject
            {
                ["identity"] = new JsonObject
                {
                    ["methods"] = new JsonArray("password"),
                    ["password"] = new JsonObject
                    {
                        ["user"] = new JsonObject { ["name"] = credentials.UserName, ["password"] = credentials.Password, ["domain"] = new JsonObject { ["name"] = credentials.DomainName } },
                    },
                },
                ["scope"] = new JsonObject { ["project"] = new JsonObject { ["id"] = project } },
            },
        };
        using HttpRequestMessage request = new(HttpMethod.Post, $"http://127.0.0.1:{port}/v3/auth/tokens") { Content = new StringContent(login.ToJsonString(), Encoding.UTF8, "application/json") };
        using HttpResponseMessage answer = await http.SendAsync(request, LabFixture.Token);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("X-Subject-Token").Single();
    }
}
