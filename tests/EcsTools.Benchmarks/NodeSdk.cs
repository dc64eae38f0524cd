using System.Diagnostics;
using System.Globalization;

namespace EcsTools.Benchmarks;

/// <summary>The vendor's own SDK for Node, in a process of its own, on the same server.</summary>
internal sealed class NodeSdk : IDisposable
{
    private readonly Process _process;

    private NodeSdk(Process process) => _process = process;

    /// <summary>Starts it.</summary>
    /// <param name="account">The project; of no account with Alibaba Cloud.</param>
    /// <returns>Null with the reason, where there is none.</returns>
    public static (NodeSdk? Sdk, string? WhyNot) Start(SandboxHost server, EcsCloud cloud, string account)
    {
        string? folder = cloud switch { EcsCloud.Alibaba => "sdk-alibaba", EcsCloud.Huawei => "sdk-huawei", _ => null };
        if (folder is null)
        {
            return (null, "no SDK of the vendor's for Node");
        }

        string home = Path.Combine(ChildProcess.RepositoryRoot, "tests", folder);
        if (!Directory.Exists(Path.Combine(home, "node_modules")))
        {
            return (null, $"the vendor's Node SDK is not installed (npm ci in tests/{folder})");
        }

        ProcessStartInfo start = new("node", [Path.Combine(home, "list.js")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["SDK_ENDPOINT"] = server.Url.ToString();
        start.Environment["SDK_KEY_ID"] = server.KeyId;
        start.Environment["SDK_KEY_SECRET"] = server.KeySecret;
        start.Environment["SDK_PROJECT"] = account;
        start.Environment["SDK_ROWS"] = server.Instances.ToString(CultureInfo.InvariantCulture);
        return (new NodeSdk(Process.Start(start)!), null);
    }

    /// <summary>Has it list all servers once.</summary>
    /// <returns>Milliseconds.</returns>
    public async Task<double> ListAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        return double.Parse(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The SDK has ended."), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
