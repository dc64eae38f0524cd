using System.Globalization;
using System.Text;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>GetInstanceConsoleOutput, GetInstanceScreenshot and DescribeInstanceVncUrl (docs/contracts/alibaba-ecs-lifecycle.md 7, 15).</summary>
internal static class ConsoleOperations
{
    // One pixel.
    private const string Picture = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=";
    private static readonly TimeSpan ScreenshotInterval = TimeSpan.FromSeconds(10);

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("GetInstanceConsoleOutput", IsWrite: false, GetInstanceConsoleOutput) { NeedsRegion = true },
        new("GetInstanceScreenshot", IsWrite: false, GetInstanceScreenshot) { NeedsRegion = true },
        new("DescribeInstanceVncUrl", IsWrite: false, DescribeInstanceVncUrl) { NeedsRegion = true },
    ];

    /// <summary>The text of the last start, restart or stop, whatever the server writes since.</summary>
    private static void GetInstanceConsoleOutput(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Server();
        if (server.IsWindows)
        {
            throw new AlibabaApiError(405, "NotSupported", "The operation is not supported for this instance.");
        }

        bool hasSymbols = !call.Flag("RemoveSymbols");
        DateTimeOffset? recorded = server.Console.RecordedBefore(call.Backend.Now);
        string text = recorded is { } at ? server.Console.Read(at) : "";
        response.Text("InstanceId", server.Id);
        response.Text("ConsoleOutput", Convert.ToBase64String(Encoding.UTF8.GetBytes(hasSymbols ? text : text.Replace("\u001b", ""))));

        // UTC+8, which the time does not say.
        response.Text("LastUpdateTime", recorded?.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
    }

    private static void GetInstanceScreenshot(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Server();
        if (server.Phase != ServerPhase.Running)
        {
            throw new AlibabaApiError(405, "IncorrectInstanceStatus", "The current status of the instance does not support this operation.");
        }

        if (server.ScreenshotAt is { } last && call.Backend.Events.Now - last < ScreenshotInterval)
        {
            throw new AlibabaApiError(429, "Throttling", "Request was denied due to request throttling.");
        }

        _ = call.Flag("WakeUp");
        server.ScreenshotAt = call.Backend.Events.Now;
        response.Text("InstanceId", server.Id);
        response.Text("Screenshot", Picture);
    }

    private static void DescribeInstanceVncUrl(AlibabaRequestContext call, ResponseWriter response)
    {
        Server server = call.Server();
        if (server.Phase is not (ServerPhase.Running or ServerPhase.Starting or ServerPhase.Stopping or ServerPhase.Rebooting))
        {
            throw AlibabaErrors.InstanceStatus();
        }

        response.Text("VncUrl", Uri.EscapeDataString($"wss://{call.Backend.Region}.vnc.sandbox.invalid/websockify/?s={Guid.NewGuid():N}"));
    }
}
