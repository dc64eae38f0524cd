using System.Globalization;
using System.Text;

using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>GetInstanceConsoleOutput, GetInstanceScreenshot and DescribeInstanceVncUrl (docs/contracts/alibaba-ecs-lifecycle.md 7).</summary>
internal sealed class AlibabaConsole(AlibabaApi api)
{
    private static readonly TimeSpan AddressValidity = TimeSpan.FromSeconds(15);

    // The service's own time zone, which its times of the console do not name.
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Reads what the server wrote when it was last started, restarted or stopped.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached, or the answer cannot be read.</exception>
    public async Task<ConsoleText> ReadAsync(string instanceId, CancellationToken cancellation)
    {
        JObject answer = await CallAsync("GetInstanceConsoleOutput", instanceId, cancellation).ConfigureAwait(false);
        return new ConsoleText(Encoding.UTF8.GetString(Decode("GetInstanceConsoleOutput", answer, "ConsoleOutput")), ReadTime(answer.Text("LastUpdateTime")));
    }

    /// <summary>Takes a picture of the screen.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached, or the answer cannot be read.</exception>
    public async Task<byte[]> CaptureAsync(string instanceId, CancellationToken cancellation) =>
        Decode("GetInstanceScreenshot", await CallAsync("GetInstanceScreenshot", instanceId, cancellation).ConfigureAwait(false), "Screenshot");

    /// <summary>Gets an address for the console.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached, or the answer cannot be read.</exception>
    public async Task<ConsoleAddress> OpenAsync(string instanceId, CancellationToken cancellation)
    {
        JObject answer = await CallAsync("DescribeInstanceVncUrl", instanceId, cancellation).ConfigureAwait(false);

        // The address is made to be put into the query of another one.
        return ConsoleAddress.Read(Uri.UnescapeDataString(answer.Text("VncUrl") ?? ""), AddressValidity) ?? throw Malformed("DescribeInstanceVncUrl", answer);
    }

    private Task<JObject> CallAsync(string action, string instanceId, CancellationToken cancellation) =>
        api.CallAsync(action, new AlibabaParameters().Add("InstanceId", instanceId), RequestIdempotency.ReadOnly, instanceId, cancellation);

    private static DateTimeOffset? ReadTime(string? text) => DateTime.TryParseExact(
        text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
        && time.Ticks > Offset.Ticks ? new DateTimeOffset(time, Offset).ToUniversalTime() : null;

    private static byte[] Decode(string action, JObject answer, string field)
    {
        try
        {
            return Convert.FromBase64String(answer.Text(field) ?? "");
        }
        catch (FormatException)
        {
            throw Malformed(action, answer);
        }
    }

    // Nothing of the answer is quoted: it is a secret or may contain some.
    private static EcsException Malformed(string action, JObject answer) => new(EcsErrorId.MalformedAnswer, $"The answer to {action} does not have the documented form.")
    {
        RequestId = answer.Text("RequestId"),
        RecommendedAction = "Run the command again. If it fails again, use the provider's console.",
    };
}
