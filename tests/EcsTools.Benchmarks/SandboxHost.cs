using System.Diagnostics;
using System.Globalization;
using System.Net;

using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks;

/// <summary>A sandbox in a process of its own, reached over loopback like a cloud.</summary>
internal sealed class SandboxHost : IDisposable
{
    private readonly Process _process;
    private readonly string[] _facts;
    private readonly double _timeScale;
    private readonly long _begun = Stopwatch.GetTimestamp();

    private SandboxHost(Process process, string[] facts, int instances, double timeScale)
    {
        Instances = instances;
        _process = process;
        _facts = facts;
        _timeScale = timeScale;
    }

    /// <summary>The size of each cloud's fleet.</summary>
    public int Instances { get; }

    public Uri Url => new(_facts[0]);

    public string KeyId => _facts[1];

    public string KeySecret => _facts[2];

    public static SandboxHost Start(int instances, double timeScale = 60, int latencyMilliseconds = 0, params string[] faults) =>
        Start(instances, timeScale, latencyMilliseconds, callsPerMinute: 0, faults);

    /// <summary>Starts one that takes only so many calls of an operation a minute, and no batches: every server is a call of its own.</summary>
    public static SandboxHost StartThrottled(int instances, int callsPerMinute) => Start(instances, 60, 0, callsPerMinute, []);

    private static SandboxHost Start(int instances, double timeScale, int latencyMilliseconds, int callsPerMinute, string[] faults)
    {
        Process process = ChildProcess.Start(
            "serve", Text(instances), timeScale.ToString(CultureInfo.InvariantCulture), Text(latencyMilliseconds), Text(callsPerMinute), string.Join(',', faults));
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The sandbox did not start.");
        return new SandboxHost(process, line.Split(' '), instances, timeScale);
    }

    /// <summary>Serves until standard input ends.</summary>
    public static async Task ServeAsync(string[] args)
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions
        {
            InstanceCount = int.Parse(args[1], CultureInfo.InvariantCulture),
            Clock = VirtualClock.Scaled(double.Parse(args[2], CultureInfo.InvariantCulture)),
            Latency = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture)),
            CallsPerMinute = int.Parse(args[4], CultureInfo.InvariantCulture),
            DeniedOperations = args[4] == "0" ? [] : ["alibaba:StopInstances"],
            Faults = args[5].Split(',', StringSplitOptions.RemoveEmptyEntries),
        });
        sandbox.PlaysFaults = false;
        Console.WriteLine($"{sandbox.Listen(0)} {sandbox.Credentials.AccessKeyId} {sandbox.Credentials.AccessKeySecret}");
        while (await Console.In.ReadLineAsync() is { } order)
        {
            if (order == "open")
            {
                Console.WriteLine(sandbox.OpenCount);
                continue;
            }

            sandbox.PlaysFaults = order == "faults" || (order.Length == 0 && sandbox.PlaysFaults);
            Console.WriteLine(string.Join(';', sandbox.Operations.Select(o => $"{o.Key}={o.Value}")));
        }
    }

    /// <summary>What its processors have worked so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Time by its clock since it was started.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun) * _timeScale;

    /// <summary>Begins or ends the faults.</summary>
    public void PlayFaults(bool plays) => Ask(plays ? "faults" : "none");

    public Task<ConnectedAccount> OpenAsync(EcsCloud cloud, string? name = null, HttpMessageHandler? handler = null) =>
        OpenAsync(Url, KeyId, KeySecret, cloud, name ?? cloud.ToString(), () => Elapsed, _timeScale, handler);

    /// <summary>Opens an account at a sandbox that another process may have started.</summary>
    /// <param name="elapsed">Time by the sandbox's clock since any moment.</param>
    /// <param name="handler">What sends; null for the module's own.</param>
    public static Task<ConnectedAccount> OpenAsync(
        Uri url, string keyId, string keySecret, EcsCloud cloud, string name, Func<TimeSpan> elapsed, double timeScale, HttpMessageHandler? handler)
    {
        return new AccountRegistry().ConnectAsync(
            new ConnectRequest
            {
                Cloud = cloud,
                Name = name,
                Region = cloud switch { EcsCloud.Alibaba => "cn-hangzhou", EcsCloud.Huawei => "cn-north-4", _ => "eu-de" },
                Endpoint = url,
                HandlerFactory = handler is null ? null : () => handler,
                AccessKeyId = keyId,
                AccessKeySecret = new NetworkCredential("", keySecret).SecurePassword,
                ClockElapsed = elapsed,
                ClockDelay = (time, token) => Task.Delay(time / timeScale, token),
            },
            CancellationToken.None);
    }

    /// <summary>How often operations were asked so far, the names without the cloud.</summary>
    public int Count(string operation) => Ask("").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('='))
        .Where(o => o[0].EndsWith(operation, StringComparison.Ordinal)).Sum(o => int.Parse(o[1], CultureInfo.InvariantCulture));

    /// <summary>How often anything was asked so far.</summary>
    public int CountAll() => Count("");

    /// <summary>How many requests have come in there and are not answered yet.</summary>
    public int CountOpen() => int.Parse(Ask("open"), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string order)
    {
        _process.StandardInput.WriteLine(order);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? "";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
