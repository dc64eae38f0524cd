using System;
using System.Linq;
using System.Text.RegularExpressions;

using EcsTools.Model;

using Xunit;

namespace EcsTools.Tests.Commands;

public sealed partial class ViewTests : IDisposable
{
    private readonly SandboxBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Get-EcsInstance -Account sandbox-alibaba | Out-Default")]
    [InlineData("Get-EcsInstance -Account sandbox-huawei | Out-Default")]
    [InlineData("Get-EcsAccount | Out-Default")]
    [InlineData("(Invoke-EcsOsReinstall db-01 -PlanOnly).Requirements | Out-Default")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false | Out-Default")]
    [InlineData("Get-EcsPassword win-01 -Account sandbox-otc -KeyFile (Get-EcsSandbox).KeyFile | Out-Default")]
    public void Tables_fit_eighty_columns(string script)
    {
        _bench.Session.Run(script);

        Assert.NotEmpty(_bench.Records.Lines);
        Assert.All(_bench.Records.Lines, l => Assert.InRange(Escapes().Replace(l, "").Length, 0, 80));
        Assert.Contains(_bench.Records.Lines, l => l.Contains("----", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_names_the_account_and_its_servers()
    {
        EcsInstance instance = _bench.Get("web-01");

        _bench.Records.Width = 160;
        _bench.Session.Run("Get-EcsInstance web-01 | Out-Default");

        string text = string.Join('\n', _bench.Records.Lines);
        Assert.All([instance.Name, instance.Id, instance.Account, instance.PublicIp!, instance.PrivateIp!, instance.Size, "Running"], t =>
            Assert.Contains(t, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_shows_all_its_requirements()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall web-01 -PlanOnly").Single();

        _bench.Session.Run("$plan | Out-Default", ("plan", plan));

        string text = string.Join(' ', _bench.Records.Lines);
        Assert.All(plan.Requirements, r => Assert.Contains(r.Id, text, StringComparison.Ordinal));
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Escapes();
}
