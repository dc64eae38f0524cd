using System.Diagnostics;
using System.Globalization;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Listing;

namespace EcsTools.Benchmarks;

/// <summary>Streams a fleet to nothing in a process of its own and prints the peak of its memory, in MB.</summary>
internal static class StreamRun
{
    public static async Task PrintPeakAsync(string[] args)
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
        PageReader<EcsInstance> reader = Inventory.Instances(account, new InstanceQuery());
        int rows = 0;
        while (rows < wanted && await reader.ReadAsync(CancellationToken.None) is { } page)
        {
            rows += page.Count;
        }

        using Process self = Process.GetCurrentProcess();
        Console.WriteLine((self.PeakWorkingSet64 / 1048576.0).ToString(CultureInfo.InvariantCulture));
    }
}
