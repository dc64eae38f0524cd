using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace EcsTools.Benchmarks;

/// <summary>
/// Draws what <see cref="GrowthScenario"/> has measured, from its JSON: the processor time for one server, which should not rise, and the memory of the
/// process, which should stay level. Of times of a busy machine no plot is made.
/// </summary>
internal static class GrowthPlot
{
    private const int Width = 760;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 70;
    private const int Top = 40;
    private const int Bottom = 60;

    /// <summary>Writes the plot.</summary>
    /// <param name="figures">The JSON of the measurements.</param>
    /// <param name="file">Where to.</param>
    public static void Write(string figures, string file)
    {
        JsonObject[] points = [.. JsonNode.Parse(File.ReadAllText(figures))!.AsObject().Select(p => p.Value!.AsObject())];
        double[] servers = [.. points.Select(p => (double)p["servers"]!)];
        double[] microseconds = [.. points.Select((p, i) => (double)p["CPU ms"]! / servers[i] * 1000)];
        double[] megabytes = [.. points.Select(p => (double)p["MB at most"]!)];
        double mostTime = Math.Ceiling(microseconds.Max() / 20) * 20;
        double mostMemory = Math.Ceiling(megabytes.Max() / 25) * 25;
        StringBuilder svg = new();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">");
        svg.AppendLine("<title>Cost of a list by the size of the fleet</title>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        for (int i = 0; i <= 4; i++)
        {
            double y = Top + ((Height - Top - Bottom) * (4 - i) / 4.0);
            svg.AppendLine(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{y:0.#}\" x2=\"{Width - Right}\" y2=\"{y:0.#}\" stroke=\"#dddddd\"/>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\" fill=\"#1f5fa8\">{mostTime * i / 4:0.#}</text>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right + 8}\" y=\"{y + 4:0.#}\" fill=\"#a8501f\">{mostMemory * i / 4:0.#}</text>");
        }

        foreach (double size in servers)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{X(size, servers):0.#}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\" fill=\"#333333\">{size:N0}</text>");
        }

        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 15}\" text-anchor=\"middle\" fill=\"#333333\">servers in the fleet</text>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Top - 18}\" fill=\"#1f5fa8\">processor time for a server, µs</text>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right}\" y=\"{Top - 18}\" text-anchor=\"end\" fill=\"#a8501f\">memory of the process at most, MB</text>");
        Line(svg, servers, microseconds, mostTime, "#1f5fa8");
        Line(svg, servers, megabytes, mostMemory, "#a8501f");
        svg.AppendLine("</svg>");
        File.WriteAllText(file, svg.ToString().ReplaceLineEndings("\n"));
    }

    private static void Line(StringBuilder svg, double[] servers, double[] values, double most, string color)
    {
        string[] points = [.. servers.Select((size, i) => string.Create(CultureInfo.InvariantCulture, $"{X(size, servers):0.#},{Height - Bottom - ((Height - Top - Bottom) * values[i] / most):0.#}"))];
        svg.AppendLine(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>");
        foreach (string[] point in points.Select(p => p.Split(',')))
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<circle cx=\"{point[0]}\" cy=\"{point[1]}\" r=\"4\" fill=\"{color}\"/>");
        }
    }

    // Fleets grow by factors.
    private static double X(double size, double[] sizes) =>
        Left + ((Width - Left - Right) * (Math.Log(size) - Math.Log(sizes[0])) / (Math.Log(sizes[^1]) - Math.Log(sizes[0])));
}
