using System;
using System.Linq;

using EcsTools.Model;
using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

using Xunit;

namespace EcsTools.Tests.Safety;

/// <summary>What is sent where nobody is there to be asked, by switch and preference.</summary>
public sealed class UnattendedTests : IDisposable
{
    private const string Wipe = "Invoke-EcsOsReinstall db-01";
    private const string Image = "New-EcsImage db-01 -Account sandbox-huawei";
    private const string Release = "Remove-EcsInstance db-01 -Account sandbox-huawei";
    private const string Stop = "Stop-EcsInstance web-01";
    private readonly SandboxBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(Wipe + " -Backup None")]
    [InlineData(Wipe + " -Backup None -Force")]
    [InlineData(Wipe + " -Confirm:$false")]
    [InlineData(Wipe + " -Confirm:$false -Force")]
    [InlineData("$ConfirmPreference = 'High'; " + Wipe + " -Backup None")]
    [InlineData("$ConfirmPreference = 'Low'; " + Wipe + " -Backup None")]
    [InlineData("$ConfirmPreference = 'None'; " + Wipe)]
    [InlineData("$ConfirmPreference = 'None'; " + Wipe + " -Backup None -Confirm")]
    [InlineData(Release)]
    [InlineData(Release + " -Force")]
    [InlineData("$ConfirmPreference = 'Medium'; " + Image)]
    [InlineData("$ConfirmPreference = 'Medium'; " + Stop)]
    [InlineData(Stop + " -Confirm")]
    public void What_has_to_be_confirmed_is_not_sent(string script)
    {
        Outcome outcome = null!;

        Assert.Equal(0, _bench.CountWrites(() => outcome = _bench.Invoke(script)));

        Assert.Equal([EcsErrorId.ConfirmationNotPossible], outcome.ErrorIds);
        Assert.NotEmpty(outcome.Errors[0].ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData(Wipe + " -Backup None -Confirm:$false")]
    [InlineData("$ConfirmPreference = 'None'; " + Wipe + " -Backup None")]
    [InlineData("$ConfirmPreference = 'Low'; " + Wipe + " -Backup None -Confirm:$false")]
    [InlineData(Release + " -Confirm:$false")]
    [InlineData(Image)]
    [InlineData(Stop)]
    [InlineData("$ConfirmPreference = 'Low'; " + Stop + " -Confirm:$false")]
    public void What_was_confirmed_or_needs_none_is_sent(string script)
    {
        Outcome outcome = null!;

        Assert.NotEqual(0, _bench.CountWrites(() => outcome = _bench.Invoke(script)));

        Assert.Empty(outcome.Errors);
        Assert.Empty(_bench.Records.Questions);
    }

    [Fact]
    public void Only_Force_answers_the_question_about_what_could_not_be_checked()
    {
        const string Doubtful = "Invoke-EcsOsReinstall oldimage-01 -Account sandbox-huawei -IgnoreRequirement Image -Backup None -Confirm:$false";
        EcsPlan plan = _bench.Run<EcsPlan>(Doubtful + " -PlanOnly").Single();

        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke(Doubtful));
        Outcome forced = _bench.Invoke(Doubtful + " -Force");

        Assert.Contains(plan.Requirements, r => r.Outcome == EcsRequirementOutcome.Unknown);
        Assert.True(plan.CanProceed);
        Assert.Equal([EcsErrorId.ConfirmationNotPossible], outcome.ErrorIds);
        Assert.Equal(0, writes);
        Assert.Single(forced.Of<EcsOperation>());
        Assert.DoesNotContain(EcsErrorId.ConfirmationNotPossible, forced.ErrorIds);
    }
}
