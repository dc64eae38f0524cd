using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>What is sent where nobody is there to be asked, by switch and preference.</summary>
public sealed class UnattendedTests : IDisposable
{
    private const string Wipe = "Invoke-EcsOsReinstall db-01";
    private const string Image = "New-EcsImage db-01 -Account sandbox-huawei";
    private const string Release = "Remove-EcsInstance db-01 -Account sandbox-huawei";
    private const string Stop = "Stop-EcsInstance web-01";
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(Wipe + " -Backup None")]
    [InlineData(Wipe)]
    [InlineData(Wipe + " -Force")]
    [InlineData(Wipe + " -Backup None -Force -Confirm")]
    [InlineData(Wipe + " -Confirm:$false")]
    [InlineData(Wipe + " -Confirm:$false -Force")]
    [InlineData("$ConfirmPreference = 'High'; " + Wipe + " -Backup None")]
    [InlineData("$ConfirmPreference = 'Low'; " + Wipe + " -Backup None")]
    [InlineData("$ConfirmPreference = 'None'; " + Wipe)]
    [InlineData("$ConfirmPreference = 'None'; " + Wipe + " -Backup None -Confirm")]
    [InlineData(Release)]
    [InlineData(Release + " -Force -Confirm")]
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
    [InlineData(Wipe + " -Backup None -Force")]
    [InlineData("$ConfirmPreference = 'Low'; " + Wipe + " -Backup None -Force")]
    [InlineData(Release + " -Confirm:$false")]
    [InlineData(Release + " -Force")]
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

    // What could not be checked is not waived by any switch that silences questions.
    [Theory]
    [InlineData("", EcsErrorId.ConfirmationNotPossible)]
    [InlineData("-Confirm:$false", EcsErrorId.RequirementFailed)]
    [InlineData("-Force", EcsErrorId.RequirementFailed)]
    [InlineData("-Confirm:$false -Force", EcsErrorId.RequirementFailed)]
    public void UnknownRequirement_NotWaived_IsNotSent(string switches, string errorId)
    {
        Assert.Contains(_bench.Run<EcsPlan>(Doubtful() + " -PlanOnly").Single().Requirements, r => r.Outcome == EcsRequirementOutcome.Unknown);

        Outcome outcome = null!;
        Assert.Equal(0, _bench.CountWrites(() => outcome = _bench.Invoke($"{Doubtful()} {switches}")));

        Assert.Equal([errorId], outcome.ErrorIds);
    }

    [Fact]
    public void UnknownRequirement_AtAPrompt_IsASecondQuestionWhoseDefaultIsNo()
    {
        _bench.Records.Answer("Yes to All", RecordingUserInterface.Enter);

        Assert.Equal(0, _bench.CountWrites(() => Assert.Empty(_bench.Session.Run(Doubtful()))));

        Assert.Equal(["No", "No"], _bench.Records.Questions.Select(q => q.Default));
    }

    [Fact]
    public void UnknownRequirement_WaivedByName_IsSentAndStandsInThePlan()
    {
        string waiver = string.Join(", ", Unknown(Doubtful()).Append(EcsRequirementId.Image));
        string waived = Doubtful(waiver);

        EcsPlan plan = _bench.Run<EcsPlan>(waived + " -PlanOnly").Single();
        Assert.DoesNotContain(plan.Requirements, r => r.Outcome == EcsRequirementOutcome.Unknown);
        Assert.Equal(waiver.Replace(" ", "", StringComparison.Ordinal), plan.Options["IgnoreRequirement"]);
        Assert.Single(_bench.Invoke(waived + " -Confirm:$false").Of<EcsOperation>());
    }

    [Fact]
    public void UnknownRequirement_InAnApprovedPlan_IsWaivedThereOnly()
    {
        EcsPlan unwaived = _bench.Run<EcsPlan>(Doubtful() + " -PlanOnly").Single();
        EcsPlan waived = _bench.Run<EcsPlan>(Doubtful(string.Join(", ", Unknown(Doubtful()).Append(EcsRequirementId.Image))) + " -PlanOnly").Single();
        _bench.Records.Answer("Yes", "Yes");

        Outcome attended = null!;
        Outcome forced = null!;
        Assert.Equal(0, _bench.CountWrites(() =>
        {
            attended = _bench.Invoke("$plan | Invoke-EcsPlan", ("plan", unwaived));
            forced = _bench.Invoke("$plan | Invoke-EcsPlan -Force", ("plan", unwaived));
        }));
        Assert.Equal([EcsErrorId.RequirementFailed], attended.ErrorIds);
        Assert.Equal([EcsErrorId.RequirementFailed], forced.ErrorIds);
        Assert.Empty(_bench.Records.Questions);
        Assert.NotEqual(unwaived.Fingerprint, waived.Fingerprint);
        Assert.Single(_bench.Invoke("$plan | Invoke-EcsPlan -Force", ("plan", waived)).Of<EcsOperation>());
    }

    [Fact]
    public void IgnoreRequirement_BackupNotChosen_IsRefused()
    {
        _bench.Records.Answer("None", "Yes");

        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke(Wipe + " -IgnoreRequirement Backup").ErrorIds);
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke(Wipe + " -IgnoreRequirement Backup -PlanOnly").ErrorIds);
        Assert.Empty(_bench.Records.Questions);
    }

    private static string Doubtful(string waiver = EcsRequirementId.Image) =>
        $"Invoke-EcsOsReinstall oldimage-01 -Account sandbox-huawei -IgnoreRequirement {waiver} -Backup None";

    private string[] Unknown(string command) =>
        [.. _bench.Run<EcsPlan>(command + " -PlanOnly").Single().Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Unknown).Select(r => r.Id)];
}
