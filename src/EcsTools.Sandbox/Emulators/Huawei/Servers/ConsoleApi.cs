using System.Text.RegularExpressions;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>The text of consoles, and addresses of consoles (docs/contracts/huawei-ecs-lifecycle.md 7, 13.1).</summary>
internal static class ConsoleApi
{
    public const string Action = "os-getConsoleOutput";

    // Before that minor version there are no remote consoles, and after it the action is not offered any more.
    private const int RemoteConsoles = 6;

    /// <summary>The action of a server that reads the text.</summary>
    public static ApiResponse Read(RequestContext call, JObject? options)
    {
        if (Minor(call) >= RemoteConsoles)
        {
            throw call.Malformed("os-getConsoleOutput is not offered in this version");
        }

        JToken? length = options?["length"];
        if (length is not null and not { Type: JTokenType.Integer } || (int?)length < -1)
        {
            throw call.Malformed($"Invalid input for field/attribute length. Value: {length}.");
        }

        RequireActive(call.Server);
        string[] lines = call.Server.Console.Read(call.Backend.Now).Split('\n');
        int most = (int?)length is { } wanted and >= 0 ? wanted : lines.Length;
        return ApiResponse.Ok(w => w.Put("output", string.Join("\n", lines.Skip(Math.Max(0, lines.Length - most)))));
    }

    /// <summary>On Nova's path, with the version that has it; otherwise there is nothing of that name.</summary>
    public static ApiResponse OpenRemote(RequestContext call) =>
        Minor(call) >= RemoteConsoles ? Open(call) : throw ErrorResponses.Nova("itemNotFound", "The resource could not be found.", 404);

    public static ApiResponse Open(RequestContext call)
    {
        Server server = call.Server;
        JObject? wanted = call.Body.Object("remote_console");
        if (wanted.Text("protocol") != "vnc" || wanted.Text("type") != "novnc")
        {
            throw call.Malformed("protocol or type of the console is invalid");
        }

        RequireActive(server);
        return ApiResponse.Ok(w => w.PutObject("remote_console", c =>
        {
            c.Put("type", "novnc");
            c.Put("protocol", "vnc");
            c.Put("url", $"https://nova-novncproxy.{call.Backend.Region}.sandbox.invalid:8002/vnc_auto.html?token={Guid.NewGuid():D}&lang=EN");
        }));
    }

    private static void RequireActive(Server server)
    {
        if (server.Phase is not (ServerPhase.Running or ServerPhase.Rebooting or ServerPhase.Stopping))
        {
            throw ErrorResponses.Nova("conflictingRequest", $"Instance {server.Id} is not ready", 409);
        }
    }

    private static int Minor(RequestContext call) =>
        Regex.Match(call.Request.Header("openstack-api-version") ?? "", @"^compute 2\.(\d{1,3})$") is { Success: true } version ? int.Parse(version.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
