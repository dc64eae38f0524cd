using System.Globalization;

using BenchmarkDotNet.Running;

namespace EcsTools.Benchmarks;

/// <summary>
/// The scenario runs by default; <c>counts</c> for what is the same on every machine, <c>plot</c> for the plot of growth, <c>micro</c> for BenchmarkDotNet, <c>state</c> for the stores of the state;
/// <c>soak</c> and <c>load</c> are those of <c>docs/reliability.md</c>. The other words are what the runs start as processes of their own.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["serve", _, _, _, _, _]:
                await SandboxHost.ServeAsync(args);
                return 0;
            case ["stream", _, _, _, _]:
                await StreamRun.PrintAsync(args);
                return 0;
            case ["reinstall", _, _, _, _, _]:
                await ReinstallScenario.PrintAsync(args);
                return 0;
            case ["counts", string file]:
                await Counts.WriteAsync(file);
                return 0;
            case ["plot", string figures, string file]:
                GrowthPlot.Write(figures, file);
                return 0;
            case ["state"]:
                return StateScenario.Run();
            case ["soak", ..]:
                return await Soak.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Soak.Operations, args.Length > 2 ? args[2..] : []);
            case ["load", ..]:
                return await LoadTest.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : LoadTest.Seconds);
            case ["micro", ..]:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args[1..]);
                return 0;
            default:
                await Scenarios.RunAsync(args);
                return 0;
        }
    }
}
