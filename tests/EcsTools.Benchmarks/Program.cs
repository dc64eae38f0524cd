using System.Globalization;

using BenchmarkDotNet.Running;

namespace EcsTools.Benchmarks;

/// <summary>The scenario runs by default; <c>micro</c> for BenchmarkDotNet; <c>soak</c> and <c>load</c> are those of <c>docs/reliability.md</c>. The other words are what the runs start as processes of their own.</summary>
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
                await StreamRun.PrintPeakAsync(args);
                return 0;
            case ["script", string script]:
                ScriptRun.PrintTime(script);
                return 0;
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
