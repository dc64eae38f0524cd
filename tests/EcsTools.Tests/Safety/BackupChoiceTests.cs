using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>A wipe for which no backup was specified: a person chooses, before the question of the wipe.</summary>
public sealed class BackupChoiceTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Invoke-EcsOsReinstall db-01", "Snapshot|Image|None|Cancel")]
    [InlineData("Reset-EcsSystemDisk db-01", "Snapshot|Image|None|Cancel")]
    [InlineData("Switch-EcsSystemDisk db-01 -ImageId (Get-EcsInstance web-01).ImageId", "Image|None|Cancel")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Account sandbox-huawei", "Image|None|Cancel")]
    [InlineData("Reset-EcsSystemDisk db-01 -Account sandbox-otc", "Image|None|Cancel")]
    public void Wipe_NoBackup_OffersWhatTheCloudCanRestore(string command, string offered)
    {
        _bench.Records.Answer(RecordingUserInterface.Enter);

        Assert.Equal(0, _bench.CountWrites(() => Assert.Empty(_bench.Session.Run(command))));

        Question question = Assert.Single(_bench.Records.Questions);
        Assert.Equal((offered, "Cancel"), (string.Join('|', question.Answers), question.Default));
        Assert.All(question.Help, h => Assert.NotEmpty(h));
        Assert.Equal(question.Help.Count, question.Help.Distinct().Count());
        Assert.Contains("db-01", question.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Snapshot")]
    [InlineData("Image")]
    [InlineData("None")]
    public void Wipe_BackupChosen_StandsInTheQuestionAndIsMade(string backup)
    {
        _bench.Records.Answer(backup, "Yes");

        EcsOperation operation = _bench.Run<EcsOperation>("Invoke-EcsOsReinstall db-01").Single();

        Assert.True(operation.Succeeded);
        Assert.Equal((backup == "Snapshot", backup == "Image"), (operation.SnapshotId is { Length: > 0 }, operation.ImageId is { Length: > 0 }));
        Assert.Equal(["Cancel", "No"], _bench.Records.Questions.Select(q => q.Default));
        string chosen = _bench.Run<EcsPlan>($"Invoke-EcsOsReinstall db-02 -Backup {backup} -PlanOnly").Single().Backup;
        Assert.Contains(chosen, _bench.Records.Questions[1].OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Wipe_BackupChosenThenEnter_SendsNothing()
    {
        _bench.Records.Answer("Image", RecordingUserInterface.Enter);

        Assert.Equal(0, _bench.CountWrites(() => Assert.Empty(_bench.Session.Run("Invoke-EcsOsReinstall db-01"))));
    }

    [Fact]
    public void Wipe_SeveralAccounts_AsksAgainOnlyWhereTheChoiceIsNotValid()
    {
        const string All = "Get-EcsInstance db-01 -Account sandbox-alibaba; Get-EcsInstance db-01 -Account sandbox-huawei; Get-EcsInstance db-01 -Account sandbox-otc";
        _bench.Records.Answer("Snapshot", "No", "Image", "No", "No");
        _bench.Session.Run($"& {{ {All} }} | Invoke-EcsOsReinstall");
        Assert.Equal(["Backup", "Confirm", "Backup", "Confirm", "Confirm"], _bench.Records.Questions.Select(q => q.Caption));

        _bench.Records.Clear();
        _bench.Records.Answer("Image", "No to All");
        _bench.Session.Run($"& {{ {All} }} | Invoke-EcsOsReinstall");
        Assert.Equal(["Backup", "Confirm"], _bench.Records.Questions.Select(q => q.Caption));

        _bench.Records.Clear();
        _bench.Records.Answer("Cancel");
        _bench.Session.Run($"& {{ {All} }} | Invoke-EcsOsReinstall");
        Assert.Single(_bench.Records.Questions);
    }

    [Theory]
    [InlineData("Invoke-EcsOsReinstall web-01", EcsErrorId.RequirementFailed)]
    [InlineData("Invoke-EcsOsReinstall no-such-server", EcsErrorId.InstanceNotFound)]
    public void Wipe_ServerIsRefused_NobodyIsAsked(string command, string errorId)
    {
        Assert.Equal([errorId], _bench.Invoke(command).ErrorIds);
        Assert.Empty(_bench.Records.Questions);
    }

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-WhatIf -Force")]
    [InlineData("-WhatIf -Confirm:$false")]
    public void WhatIf_NoBackup_ShowsThatItIsToBeChosen(string switches)
    {
        _bench.Session.Run($"Invoke-EcsOsReinstall db-01 {switches}");

        Assert.Empty(_bench.Records.Questions);
        Assert.Contains(_bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -PlanOnly").Single().Backup, Assert.Single(_bench.Records.WhatIf), StringComparison.Ordinal);
    }

    [Fact]
    public void Wipe_OnlyWhatCanProceed_IsAskedFor()
    {
        _bench.Records.Answer("None", "Yes");

        Outcome outcome = _bench.Invoke("'web-01', 'db-01' | Invoke-EcsOsReinstall");

        Assert.Equal([EcsErrorId.RequirementFailed], outcome.ErrorIds);
        Assert.Equal("db-01", Assert.Single(outcome.Of<EcsOperation>()).InstanceName);
        Assert.DoesNotContain("web-01", string.Concat(_bench.Records.Questions.Select(q => q.Message)), StringComparison.Ordinal);
    }
}
