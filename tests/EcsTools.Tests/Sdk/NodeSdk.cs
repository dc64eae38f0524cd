using System.Diagnostics;
using System.Text.Json;

namespace EcsTools.Tests.Sdk;

/// <summary>A vendor's SDK for Node, unchanged, in a process that makes one call after the other.</summary>
internal sealed class NodeSdk : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string _home = Directory.CreateTempSubdirectory("ecstools-sdk-").FullName;
    private readonly Process _process;
    private readonly Task<string> _noise;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its folder under <c>tests</c>.</param>
    /// <param name="endpoint">Where its requests go.</param>
    public NodeSdk(string folder, Uri endpoint)
    {
        ProcessStartInfo start = new("node", [Path.Combine(Locate(folder), "run.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(n => n.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        // The SDKs leave files there, and look there for keys that are none of their business.
        start.Environment["HOME"] = start.Environment["USERPROFILE"] = _home;
        start.Environment["SDK_ENDPOINT"] = endpoint.OriginalString;
        _process = Process.Start(start)!;
        _noise = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Skips the test where the SDK is not installed.</summary>
    /// <param name="folder">Its folder under <c>tests</c>.</param>
    public static void SkipUnlessInstalled(string folder) => Assert.SkipUnless(
        Directory.Exists(Path.Combine(Locate(folder), "node_modules")), $"The vendor's SDK is not installed: run 'npm ci' in tests/{folder}.");

    /// <summary>Makes a call.</summary>
    /// <param name="call">What the runner takes.</param>
    /// <returns>What came of it.</returns>
    public async Task<SdkAnswer> CallAsync(object call)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(call, Json));
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        string? line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return line is null
            ? throw new InvalidOperationException($"The SDK's process has ended: {await _noise}")
            : JsonSerializer.Deserialize<SdkAnswer>(line, Json)!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private static string Locate(string folder) => Path.Combine(Repository.Root, "tests", folder);
}
