using System.Diagnostics;
using System.Globalization;

namespace EcsTools.Benchmarks;

/// <summary>The vendor's own SDK for Node, in a process of its own, on the same server.</summary>
internal static class NodeSdk
{
    /// <summary>Times its list of all servers.</summary>
    /// <returns>The figure, or why there is none.</returns>
    public static string TimeList(SandboxHost server, EcsCloud cloud, string account)
    {
        string? folder = cloud switch { EcsCloud.Alibaba => "sdk-alibaba", EcsCloud.Huawei => "sdk-huawei", _ => null };
        if (folder is null)
        {
            return "no SDK of the vendor's for Node";
        }

        string home = Path.Combine(ChildProcess.RepositoryRoot, "tests", folder);
        if (!Directory.Exists(Path.Combine(home, "node_modules")))
        {
            return $"the vendor's Node SDK is not installed (npm ci in tests/{folder})";
        }

        ProcessStartInfo start = new("node", [Path.Combine(home, "list.js")]) { RedirectStandardOutput = true };
        start.Environment["SDK_ENDPOINT"] = server.Url.ToString();
        start.Environment["SDK_KEY_ID"] = server.KeyId;
        start.Environment["SDK_KEY_SECRET"] = server.KeySecret;
        start.Environment["SDK_PROJECT"] = account;
        start.Environment["SDK_ROWS"] = server.Instances.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return $"the vendor's Node SDK {double.Parse(text, CultureInfo.InvariantCulture):0} ms";
    }
}
