using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>Export-EcsReport: what it takes, and the file that it writes.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly SandboxFixture _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-report-").FullName;

    public ReportTests() => _bench.Session.Run("Set-Location $folder", ("folder", _folder));

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("report.html", "<!DOCTYPE html>")]
    [InlineData("report.HTM", "<!DOCTYPE html>")]
    [InlineData("report.md", "# Friday")]
    public void Export_PlansAndOperations_WritesOneFileAndSendsNothing(string file, string begin)
    {
        _bench.Session.Run("$done = Restart-EcsInstance web-01 -NoWait -Confirm:$false; $plans = Invoke-EcsOsReinstall web-02, web-03 -StopFirst -Backup None -PlanOnly");

        int writes = _bench.CountWrites(() => Assert.Empty(_bench.Session.Run($"$plans, $done | ForEach-Object {{ $_ }} | Export-EcsReport {file} -Title Friday")));

        string text = File.ReadAllText(Path.Combine(_folder, file));
        Assert.StartsWith(begin, text, StringComparison.Ordinal);
        Assert.All(new[] { "web-01", "web-02", "web-03" }, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.Equal(0, writes);
    }

    [Fact]
    public void Export_FromFilesAndJson_TakesThem()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall web-02 -StopFirst -Backup None -PlanOnly").Single();
        EcsOperation operation = _bench.Run<EcsOperation>("Restart-EcsInstance web-01 -NoWait -Confirm:$false").Single();

        _bench.Session.Run(
            "$items | Export-EcsReport report.md",
            ("items", new[] { Serialization.FromClixml(plan), Serialization.FromJson(plan), Serialization.FromClixml(operation) }));

        string text = File.ReadAllText(Path.Combine(_folder, "report.md"));
        Assert.Equal(2, text.Split(plan.Digest).Length - 1);
        Assert.Contains(operation.InstanceId.Replace("-", "\\-", StringComparison.Ordinal), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$plan | Export-EcsReport report.txt")]
    [InlineData("$plan | Export-EcsReport report.html -NoClobber")]
    [InlineData("@() | Export-EcsReport other.html")]
    [InlineData("Get-EcsInstance web-01 | Export-EcsReport other.html -ErrorAction Stop")]
    [InlineData("$plan | Export-EcsReport none/other.html")]
    public void Export_BadInput_GivesOneErrorAndWritesNothing(string script)
    {
        File.WriteAllText(Path.Combine(_folder, "report.html"), "kept");
        _bench.Session.Run("$plan = Invoke-EcsOsReinstall web-02 -StopFirst -Backup None -PlanOnly");

        Outcome outcome = _bench.Invoke(script);

        Assert.Equal([EcsErrorId.InvalidInput], outcome.ErrorIds);
        Assert.Equal("kept", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder))));
    }

    [Fact]
    public void Export_PassThruAndWhatIf_ReturnTheFileOrWriteNone()
    {
        _bench.Session.Run("$plan = Invoke-EcsOsReinstall web-02 -StopFirst -Backup None -PlanOnly; $plan | Export-EcsReport none.html -WhatIf");
        Assert.Empty(Directory.GetFiles(_folder));

        FileInfo file = _bench.Run<FileInfo>("$plan | Export-EcsReport report.html -PassThru").Single();

        Assert.Equal("report.html", file.Name);
        Assert.True(file.Length > 1000);
    }

    [Fact]
    public void GetEcsOperation_Steps_HaveTheirTimes()
    {
        EcsOperation operation = _bench.Run<EcsOperation>("Invoke-EcsOsReinstall web-01 -StopFirst -Backup None -Confirm:$false").Single();

        Assert.Equal(["Stop", "RebuildSystemDisk"], operation.Steps.Select(s => s.Name).Take(2));
        Assert.All(operation.Steps, s => Assert.True(s.EndedAt >= s.StartedAt));
    }
}
