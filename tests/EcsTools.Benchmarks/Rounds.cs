namespace EcsTools.Benchmarks;

/// <summary>
/// What is compared, run in turn round after round, after one that is not counted: a machine that is busy now and idle then hits all of them, and
/// what is told is the median of the pairs.
/// </summary>
internal sealed class Rounds
{
    private readonly string[] _names;
    private readonly double[][] _figures;

    private Rounds(string[] names, double[][] figures)
    {
        _names = names;
        _figures = figures;
    }

    /// <summary>How many were counted.</summary>
    public int Count => _figures.Length;

    public static async Task<Rounds> RunAsync(int count, params (string Name, Func<Task<double>> Run)[] runs)
    {
        List<double[]> figures = [];
        for (int round = 0; round <= count; round++)
        {
            double[] row = new double[runs.Length];
            for (int i = 0; i < runs.Length; i++)
            {
                row[i] = await runs[i].Run();
            }

            if (round > 0)
            {
                figures.Add(row);
            }
        }

        return new Rounds([.. runs.Select(r => r.Name)], [.. figures]);
    }

    public double Median(string name) => Middle(_figures.Select(f => f[At(name)]));

    /// <summary>The median of one divided by the other, round by round.</summary>
    public double Ratio(string name, string other) => Middle(_figures.Select(f => f[At(name)] / f[At(other)]));

    /// <summary>In how many rounds one was below the other.</summary>
    public int Wins(string name, string other) => _figures.Count(f => f[At(name)] < f[At(other)]);

    private static double Middle(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private int At(string name) => Array.IndexOf(_names, name);
}
