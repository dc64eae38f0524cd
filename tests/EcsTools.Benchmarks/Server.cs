using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Model;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks;

/// <summary>A sandbox in a process of its own, reached over loopback like a cloud.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;
    private readonly string[] _facts;
    private readonly double _timeScale;

    private Server(Process process, string[] facts, double timeScale)
    {
        _process = process;
        _facts = facts;
        _timeScale = timeScale;
    }

    public Uri Url => new(_facts[0]);

    public string KeyId => _facts[1];

    public string KeySecret => _facts[2];

    public static Server Start(int instances, double timeScale = 60, int latencyMilliseconds = 0)
    {
        Process process = Self.Start(
            "serve", Text(instances), timeScale.ToString(CultureInfo.InvariantCulture), Text(latencyMilliseconds));
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The sandbox did not start.");
        return new Server(process, line.Split(' '), timeScale);
    }

    /// <summary>Serves until standard input ends.</summary>
    public static async Task ServeAsync(string[] args)
    {
        using SandboxServer sandbox = SandboxServer.Start(new SandboxOptions
        {
            InstanceCount = int.Parse(args[1], CultureInfo.InvariantCulture),
            Clock = SandboxClock.Scaled(double.Parse(args[2], CultureInfo.InvariantCulture)),
            Latency = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture)),
        });
        Console.WriteLine($"{sandbox.Listen(0)} {sandbox.Credentials.AccessKeyId} {sandbox.Credentials.AccessKeySecret}");
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(string.Join(';', sandbox.Operations.Select(o => $"{o.Key}={o.Value}")));
        }
    }

    public Task<OpenAccount> OpenAsync(EcsCloud cloud)
    {
        long begun = Stopwatch.GetTimestamp();
        return new AccountRegistry().ConnectAsync(
            new ConnectRequest
            {
                Cloud = cloud,
                Name = cloud.ToString(),
                Region = cloud switch { EcsCloud.Alibaba => "cn-hangzhou", EcsCloud.Huawei => "cn-north-4", _ => "eu-de" },
                Endpoint = Url,
                AccessKeyId = KeyId,
                AccessKeySecret = new NetworkCredential("", KeySecret).SecurePassword,
                ClockElapsed = () => Stopwatch.GetElapsedTime(begun) * _timeScale,
                ClockDelay = (time, token) => Task.Delay(time / _timeScale, token),
            },
            CancellationToken.None);
    }

    /// <summary>How often operations were asked so far, the names without the cloud.</summary>
    public int Count(string operation)
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? "";
        return line.Split(';').Select(o => o.Split('=')).Where(o => o[0].EndsWith(operation, StringComparison.Ordinal))
            .Sum(o => int.Parse(o[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
