using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>The text of a console as Nova gives it, and addresses of consoles.</summary>
/// <param name="serversPath">Where the servers are, for example <c>/servers</c>.</param>
/// <param name="all">The number of lines by which the cloud means all; null where none is sent.</param>
/// <param name="rest">How many lines the cloud counts that are none: what follows the last line break, though it is empty.</param>
internal sealed class ServerConsole(IOpenStackApi api, string serversPath, int? all, int rest = 0)
{
    /// <summary>Reads the text.</summary>
    /// <param name="lines">How many of the last lines; null for all.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.IncorrectState"/> while there is no console.</exception>
    public async Task<ConsoleText> ReadAsync(EcsInstance instance, int? lines, CancellationToken cancellation)
    {
        ApiRequest request = new("GetConsoleOutput", HttpMethod.Post, ApiService.Compute, $"{serversPath}/{CloudId.InPath(instance.Id)}/action")
        {
            Body = new JObject { ["os-getConsoleOutput"] = (lines + rest ?? all) is { } length ? new JObject { ["length"] = length } : [] },
            InstanceId = instance.Id,
        };
        try
        {
            JObject answer = (await api.SendAsync(request, cancellation).ConfigureAwait(false)).Read();
            return new ConsoleText(answer.Text("output") ?? "", null);
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.InstanceNotFound or EcsErrorId.IncorrectState)
        {
            // Nova answers 404 or 409 for a console that is not there, or not there yet (docs/contracts/openstack-lifecycle.md 2).
            throw new EcsException(EcsErrorId.IncorrectState, $"{instance} has no console at the moment, or no longer exists.", error)
            {
                CloudCode = error.CloudCode,
                HttpStatus = error.HttpStatus,
                RequestId = error.RequestId,
                InstanceId = instance.Id,
                RecommendedAction = "Check the server with Get-EcsInstance. Start it with Start-EcsInstance if it is stopped; wait with -Wait while it starts.",
            };
        }
    }

    /// <summary>Sends a request for an address, and reads it.</summary>
    /// <param name="name">The object in the answer that contains it.</param>
    /// <param name="validity">For how long it can be opened; null if no source says.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached, or the answer holds no address.</exception>
    public async Task<ConsoleAddress> OpenAsync(ApiRequest request, string name, TimeSpan? validity, CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(request, cancellation).ConfigureAwait(false);
        return ConsoleAddress.Read(reply.ReadObject(name).Text("url"), validity) ?? throw reply.Malformed("there is no address in it");
    }

    /// <summary>A request for an address. It changes nothing of the server, and another one does no harm.</summary>
    public static ApiRequest Request(string path, EcsInstance instance) => new("CreateRemoteConsole", HttpMethod.Post, ApiService.Compute, path)
    {
        Body = new JObject { ["remote_console"] = new JObject { ["protocol"] = "vnc", ["type"] = "novnc" } },
        InstanceId = instance.Id,
    };

    /// <summary>The same for clouds whose newest API is older than <c>remote-consoles</c>.</summary>
    public static ApiRequest RequestOld(string path, EcsInstance instance) => new("GetVNCConsole", HttpMethod.Post, ApiService.Compute, path)
    {
        Body = new JObject { ["os-getVNCConsole"] = new JObject { ["type"] = "novnc" } },
        InstanceId = instance.Id,
    };

    /// <summary>The error for a screenshot, which none of these clouds takes.</summary>
    /// <param name="cloud">What users call the cloud.</param>
    public static EcsException NoScreenshot(string cloud, EcsInstance instance) => StepErrors.NotSupported(
        $"{cloud} does not provide screenshots of servers.", "Read the console output without -ScreenshotPath, or open the console with -Address.", instance.Id);
}
