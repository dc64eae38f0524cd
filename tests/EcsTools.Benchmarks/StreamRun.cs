using System.Diagnostics;
using System.Globalization;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Listing;

namespace EcsTools.Benchmarks;

/// <summary>Streams a fleet to nothing in a process of its own and prints the peak of its memory in MB, the milliseconds it took, and those of the processor.</summary>
internal static class StreamRun
{
    /// <summary>Has a short and a long fleet streamed.</summary>
    public static IReadOnlyList<Measurement> Measure()
    {
        using SandboxHost server = SandboxHost.Start(100_000);
        double few = Peak("1000");
        double many = Peak("100000");
        return [new Measurement("stream 100,000 to nothing", "+30 MB", ("MB at most", many), ("1,000: MB", few), ("difference MB", many - few))];

        double Peak(string servers) =>
            double.Parse(ChildProcess.Ask("stream", servers, server.Url.ToString(), server.KeyId, server.KeySecret).Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public static async Task PrintAsync(string[] args)
    {
        int wanted = int.Parse(args[1], CultureInfo.InvariantCulture);
        using AccountRegistry accounts = new();
        ConnectedAccount account = await accounts.ConnectAsync(
            new ConnectRequest
            {
                Cloud = EcsCloud.Alibaba,
                Region = "cn-hangzhou",
                Endpoint = new Uri(args[2]),
                AccessKeyId = args[3],
                AccessKeySecret = new System.Net.NetworkCredential("", args[4]).SecurePassword,
            },
            CancellationToken.None);
        using Process self = Process.GetCurrentProcess();
        TimeSpan cpu = self.TotalProcessorTime;
        long begun = Stopwatch.GetTimestamp();
        PageReader<EcsInstance> reader = Inventory.Instances(account, new InstanceQuery());
        int rows = 0;
        while (rows < wanted && await reader.ReadAsync(CancellationToken.None) is { } page)
        {
            rows += page.Count;
        }

        double took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        self.Refresh();
        double[] figures = [self.PeakWorkingSet64 / 1048576.0, took, (self.TotalProcessorTime - cpu).TotalMilliseconds];
        Console.WriteLine(string.Join(' ', figures.Select(f => f.ToString("0.0", CultureInfo.InvariantCulture))));
    }
}
