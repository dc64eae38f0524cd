using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class ReinstallTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void A_stopped_server_is_reinstalled_and_runs(string account)
    {
        EcsOperation operation = _bench.Run<EcsOperation>($"Invoke-EcsOsReinstall db-01 -Account {account} -Backup None -Confirm:$false").Single();

        Assert.Equal(EcsOperationState.Succeeded, operation.State);
        Assert.Equal(EcsInstanceStatus.Running, operation.Instance!.Status);
        Assert.Equal(EcsInstanceStatus.Running, _bench.Get("db-01", account).Status);
        Assert.NotEmpty(operation.RequestIds);
    }

    // What a fleet loses and which of its servers are refused is read before the plans of each.
    [Theory]
    [InlineData("db-01", 1)]
    [InlineData("db-01, web-01, frozen-01", 1 + 2)]
    public void WhatIf_OfAFleet_BeginsWithASummary(string names, int messages)
    {
        _bench.Invoke($"Invoke-EcsOsReinstall {names} -Account {SandboxFixture.Alibaba} -Backup Image -StopFirst -WhatIf");

        IReadOnlyList<string> said = _bench.Records.WhatIf;
        Assert.Equal(messages, said.Count);
        Assert.Equal(messages > 1, said[0].StartsWith("Plans: 3 for 3 servers", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void A_running_server_needs_StopFirst(string account)
    {
        Outcome refused = null!;
        int writes = _bench.CountWrites(() => refused = _bench.Invoke($"Invoke-EcsOsReinstall web-01 -Account {account} -Backup None -Confirm:$false"));
        EcsOperation operation = _bench.Run<EcsOperation>($"Invoke-EcsOsReinstall web-01 -Account {account} -Backup None -StopFirst -Confirm:$false").Single();

        Assert.Equal([EcsErrorId.RequirementFailed], refused.ErrorIds);
        Assert.False(refused.Terminated);
        Assert.Equal(0, writes);
        Assert.True(operation.Succeeded);
    }

    [Theory]
    [InlineData(SandboxFixture.Huawei, "hpc-01")]
    [InlineData(SandboxFixture.OpenTelekom, "hpc-01")]
    [InlineData(SandboxFixture.Alibaba, "frozen-01")]
    [InlineData(SandboxFixture.Huawei, "diskless-01")]
    [InlineData(SandboxFixture.Alibaba, "diskless-01")]
    [InlineData(SandboxFixture.Huawei, "oldimage-01")]
    public void What_does_not_meet_its_requirements_is_left_alone(string account, string name)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"Invoke-EcsOsReinstall {name} -Account {account} -Backup None -Confirm:$false -Force"));

        Assert.Equal([EcsErrorId.RequirementFailed], outcome.ErrorIds);
        Assert.Equal(name, ((EcsInstance)outcome.Errors[0].TargetObject).Name);
        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    public void Reinstall_Verbose_TellsEachStepAsItHappens(string account)
    {
        _bench.Session.Run($"$null = Invoke-EcsOsReinstall web-01 -Account {account} -StopFirst -Backup Image -Confirm:$false -Verbose");

        string[] told = [.. _bench.Records.Verbose.Where(l => l.StartsWith("web-01 (", StringComparison.Ordinal)).Select(l => l.Split("): ", 2)[1].Split(" (RequestId", 2)[0].Split(" (JobId", 2)[0].Split(" after ", 2)[0].TrimEnd('.'))];
        string[] expected =
        [
            "sending stop", "stop accepted", "stop completed",
            "sending create image", "create image accepted", "create image completed",
            "sending rebuild system disk", "rebuild system disk accepted", "rebuild system disk completed",
        ];
        Assert.Equal(expected, told.Where(expected.Contains));
    }

    [Fact]
    public void One_error_lists_all_failed_requirements()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall protected-01 -Account sandbox-huawei -Backup None -PlanOnly").Single();
        Outcome outcome = _bench.Invoke("Invoke-EcsOsReinstall protected-01 -Account sandbox-huawei -Backup None -Confirm:$false");

        string[] failed = [.. plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id)];
        Assert.True(failed.Length > 1);
        Assert.All(failed, id => Assert.Contains(id, Assert.Single(outcome.Errors).ErrorDetails.Message, StringComparison.Ordinal));
        Assert.NotEmpty(outcome.Errors[0].ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void The_question_states_the_plan()
    {
        EcsInstance instance = _bench.Get("db-01");
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly").Single();
        _bench.Records.Answer("No");

        int writes = _bench.CountWrites(() => Assert.Empty(_bench.Session.Run("Invoke-EcsOsReinstall db-01 -Backup None")));

        Question question = Assert.Single(_bench.Records.Questions);
        Assert.All(question.Message.Split('\n'), l => Assert.InRange(l.Length, 0, 80));
        string message = question.OneLine;
        Assert.All(
            [instance.Id, instance.Name, instance.Account, instance.Region, instance.ImageId, .. plan.Losses.Where(l => !l.StartsWith("Kept: ", StringComparison.Ordinal))],
            text => Assert.Contains(text, message, StringComparison.Ordinal));
        Assert.Equal(0, writes);
    }

    [Fact]
    public void Progress_tells_how_long_it_takes_and_is_gone_afterwards()
    {
        _bench.Session.Run("Invoke-EcsOsReinstall db-01, db-02 -Backup None -Confirm:$false");

        ProgressRecord[] all = [.. _bench.Records.Progress];
        ProgressRecord[] parent = [.. all.Where(r => r.ActivityId == 1 && r.RecordType == ProgressRecordType.Processing)];
        Assert.All(parent, r => Assert.Matches(@"^[0-2] of 2 completed, \d+:\d\d elapsed \(about \d+ min each\)$", r.StatusDescription));
        Assert.Contains(all, r => r.Activity == "db-01" && r.ParentActivityId == 1);
        Assert.All(all.GroupBy(r => r.ActivityId), g => Assert.Equal(ProgressRecordType.Completed, g.Last().RecordType));
    }

    [Fact]
    public void WhatIf_says_the_same_and_plans_are_written()
    {
        _bench.Session.Run("Invoke-EcsOsReinstall db-01 -WhatIf");

        string text = string.Join('\n', _bench.Records.Lines);
        Assert.Contains(_bench.Get("db-01").Id, text, StringComparison.Ordinal);
        Assert.Contains("Backup", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_is_asked_the_backup_must_be_named()
    {
        Outcome unattended = null!;
        Outcome alone = null!;
        int writes = _bench.CountWrites(() =>
        {
            unattended = _bench.Invoke("Invoke-EcsOsReinstall db-01 -Confirm:$false");
            alone = _bench.Invoke("Invoke-EcsOsReinstall db-01 -Backup None");
        });

        Assert.Equal([EcsErrorId.ConfirmationNotPossible], unattended.ErrorIds);
        Assert.Equal([EcsErrorId.ConfirmationNotPossible], alone.ErrorIds);
        Assert.Equal(0, writes);
    }

    [Fact]
    public void An_error_further_up_means_that_nothing_is_sent()
    {
        int writes = _bench.CountWrites(() => Assert.True(
            _bench.Invoke("'db-01', 'db-02' | ForEach-Object { $_; if ($_ -eq 'db-02') { throw 'upstream' } } | Invoke-EcsOsReinstall -Backup None -Confirm:$false").Terminated));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void A_failed_one_stops_what_was_not_begun_and_flows_no_further()
    {
        using SandboxFixture failing = new("-Fault ReinstallFails");

        Outcome outcome = failing.Invoke(
            "'db-01', 'db-02' | Invoke-EcsOsReinstall -Account sandbox-huawei -Backup None -Confirm:$false -ThrottleLimit 1 -RetryCount 0 -OutVariable operations | Restart-EcsInstance; $operations");

        Assert.Equal([EcsOperationState.Failed, EcsOperationState.Abandoned], outcome.Of<EcsOperation>().Select(o => o.State));
        Assert.Equal(2, outcome.ErrorIds.Count(id => id == EcsErrorId.OperationNotSucceeded));
        Assert.Equal(0, failing.Requests("huawei:RebootServers"));
    }

    [Fact]
    public void Reset_never_changes_the_image()
    {
        Outcome outcome = _bench.Invoke("Reset-EcsSystemDisk db-01 -ImageId other -Backup None -Confirm:$false");

        Assert.Equal([EcsErrorId.InvalidInput], outcome.ErrorIds);
        Assert.Contains("Switch-EcsSystemDisk", outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_leaves_the_server_stopped_unless_told_to_start_it()
    {
        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Run<EcsOperation>("Reset-EcsSystemDisk prepaid-01 -Backup None -Confirm:$false").Single().Instance!.Status);
        Assert.Equal(EcsInstanceStatus.Running, _bench.Run<EcsOperation>("Reset-EcsSystemDisk prepaid-01 -Backup None -Confirm:$false -Start").Single().Instance!.Status);
    }

    [Theory]
    [InlineData("sandbox-alibaba", "#cloud-config", EcsErrorId.NotSupported)]
    [InlineData("sandbox-huawei", "I2Nsb3VkLWNvbmZpZwo=", EcsErrorId.InvalidInput)]
    public void User_data_that_cannot_be_given_is_refused(string account, string data, string errorId)
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"Invoke-EcsOsReinstall db-01 -Account {account} -Backup None -UserData '{data}' -Confirm:$false"));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }

    [Fact]
    public void Two_ways_to_log_in_are_one_too_many()
    {
        Assert.Equal(
            [EcsErrorId.InvalidInput],
            _bench.Invoke("Invoke-EcsOsReinstall db-01 -KeyPairName a -PasswordInherit -Backup None -Confirm:$false").ErrorIds);
    }
}
