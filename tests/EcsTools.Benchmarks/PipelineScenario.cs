using System.Text.Json;

namespace EcsTools.Benchmarks;

/// <summary>Five commands in one pipeline over a thousand servers, as users write it: how long it takes and what it asks of the cloud.</summary>
internal static class PipelineScenario
{
    /// <summary>The pipeline; docs/performance.md explains each of its calls.</summary>
    public const string Pipeline =
        "Get-EcsInstance -Name node-* -Account sandbox-alibaba | Stop-EcsInstance -PassThru -Confirm:$false | Add-EcsTag -Tag @{ wave = '1' } -PassThru -Confirm:$false"
        + " | Start-EcsInstance -PassThru -Confirm:$false | Wait-EcsInstance -For Running -PassThru";

    /// <summary>The figure that is a time.</summary>
    public const string Time = "ms";

    private const int Fleet = 1000;
    private const int CastSize = 17;

    public static Measurement Run()
    {
        string manifest = Path.Combine(ChildProcess.RepositoryRoot, "out", "EcsTools", "EcsTools.psd1");
        string script = $$"""
            $ErrorActionPreference = 'Stop'
            Import-Module '{{manifest}}'
            $null = Start-EcsSandbox -InstanceCount {{Fleet + CastSize}}
            $before = (Get-EcsSandbox).Operations
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $servers = @({{Pipeline}})
            $watch.Stop()
            $calls = [ordered]@{ ms = $watch.Elapsed.TotalMilliseconds; servers = @($servers | Where-Object Status -EQ Running).Count }
            foreach ($operation in (Get-EcsSandbox).Operations.GetEnumerator() | Sort-Object Key) {
                $count = $operation.Value - $before[$operation.Key]
                if ($count) { $calls[$operation.Key] = $count }
            }
            $calls | ConvertTo-Json -Compress
            """;
        using JsonDocument told = JsonDocument.Parse(ChildProcess.AskPowerShell(script));
        Dictionary<string, double> figures = told.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
        return figures["servers"] == Fleet
            ? new Measurement("five commands over 1,000 servers", "published", [.. figures.Where(f => f.Key != "servers").Select(f => (f.Key, f.Value))])
            : throw new InvalidOperationException($"Only {figures["servers"]} servers run at the end of the pipeline.");
    }
}
