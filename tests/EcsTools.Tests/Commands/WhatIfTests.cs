using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

using EcsTools.Tests.Hosting;

using Xunit;

namespace EcsTools.Tests.Commands;

/// <summary>Every command that can change something, found by reflection, changes nothing when it is only rehearsed.</summary>
public sealed class WhatIfTests : IDisposable
{
    // What a command needs beside the server it is about.
    private static readonly Dictionary<string, string> Needs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Switch-EcsSystemDisk"] = "-ImageId ubuntu",
    };

    private static readonly string[] NotAboutServers = ["Stop-EcsSandbox", "Resume-EcsOperation", "Invoke-EcsPlan"];

    private readonly SandboxBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{0} db-01 {1} -WhatIf")]
    [InlineData("{0} web-01 {1} -WhatIf")]
    [InlineData("{0} web-01 {1} -WhatIf -Confirm:$false")]
    [InlineData("$WhatIfPreference = $true; {0} web-01 {1} -Confirm:$false")]
    [InlineData("$WhatIfPreference = $true; {0} db-01 {1} -Confirm:$false -Force")]
    [InlineData("{0} db-01 {1} -PlanOnly -Confirm:$false -Force")]
    public void Nothing_is_sent(string form)
    {
        string[] commands = [.. _bench.Session.Run("Get-Command -Module EcsTools").Select(o => (CommandInfo)o.BaseObject)
            .Where(c => c.Parameters.ContainsKey("WhatIf") && !NotAboutServers.Contains(c.Name))
            .Where(c => !form.Contains("-Force", StringComparison.Ordinal) || c.Parameters.ContainsKey("Force"))
            .Where(c => !form.Contains("-PlanOnly", StringComparison.Ordinal) || c.Parameters.ContainsKey("PlanOnly"))
            .Select(c => c.Name)];
        Assert.NotEmpty(commands);

        Assert.All(commands, command => Assert.Equal(0, _bench.CountWrites(() =>
            _bench.Invoke("& { " + string.Format(System.Globalization.CultureInfo.InvariantCulture, form, command, Needs.GetValueOrDefault(command)) + " }"))));
    }

    [Fact]
    public void A_rehearsal_tells_the_target()
    {
        Outcome outcome = _bench.Invoke("Stop-EcsInstance web-01 -WhatIf");

        Assert.Empty(outcome.Errors);
        Assert.Contains("web-01", Assert.Single(_bench.Records.WhatIf), StringComparison.Ordinal);
    }
}
