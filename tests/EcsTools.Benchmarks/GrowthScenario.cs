using System.Globalization;

namespace EcsTools.Benchmarks;

/// <summary>How a list grows with the fleet, each size in a process of its own: time, calls and the peak of memory.</summary>
internal static class GrowthScenario
{
    private const int Rounds = 3;
    private static readonly int[] Sizes = [1000, 3000, 10_000, 30_000, 100_000];

    /// <summary>The figures; the plot is made of them.</summary>
    public static IReadOnlyList<Measurement> Run()
    {
        List<Measurement> measured = [];
        foreach (int size in Sizes)
        {
            using SandboxHost server = SandboxHost.Start(size);
            double[][] rounds =
            [
                .. Enumerable.Range(0, Rounds).Select(_ => ChildProcess.Ask("stream", Text(size), server.Url.ToString(), server.KeyId, server.KeySecret).Split(' ')
                    .Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray()),
            ];
            measured.Add(new Measurement(
                $"list {size:N0}, Alibaba, new process", "published",
                ("servers", size), ("MB at most", Middle(rounds, 0)), ("ms", Middle(rounds, 1)), ("CPU ms", Middle(rounds, 2)), ("calls", server.Count("alibaba:DescribeInstances") / Rounds)));
        }

        return measured;
    }

    private static double Middle(double[][] rounds, int figure) => rounds.Select(r => r[figure]).Order().ElementAt(Rounds / 2);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
