using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class PowerTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Servers_are_stopped_started_and_restarted(string account)
    {
        IReadOnlyList<EcsInstance> stopped = _bench.Run<EcsInstance>($"Get-EcsInstance web-* -Account {account} | Stop-EcsInstance -PassThru");
        IReadOnlyList<EcsInstance> started = _bench.Run<EcsInstance>($"Get-EcsInstance web-* -Account {account} | Start-EcsInstance -PassThru");
        IReadOnlyList<EcsInstance> restarted = _bench.Run<EcsInstance>($"Restart-EcsInstance web-01 -Account {account} -PassThru");

        Assert.Equal(6, stopped.Count);
        Assert.All(stopped, i => Assert.Equal(EcsInstanceStatus.Stopped, i.Status));
        Assert.Equal(6, started.Count);
        Assert.All(started, i => Assert.Equal(EcsInstanceStatus.Running, i.Status));
        Assert.Equal(EcsInstanceStatus.Running, restarted.Single().Status);
    }

    [Fact]
    public void A_batch_is_one_call()
    {
        _bench.Session.Run("Get-EcsInstance web-* | Stop-EcsInstance");

        Assert.Equal(1, _bench.Requests("alibaba:StopInstances"));
    }

    [Fact]
    public void A_full_batch_is_sent_before_the_pipeline_ends()
    {
        using SandboxFixture large = new("-InstanceCount 230");

        Outcome outcome = large.Invoke("Get-EcsInstance node-* | ForEach-Object { $n++; if ($n -eq 150) { throw 'upstream' }; $_ } | Stop-EcsInstance -Confirm:$false");

        Assert.True(outcome.Terminated);
        Assert.Equal(100, large.Effects("Alibaba:stop"));
        Assert.Equal(1, large.Requests("alibaba:StopInstances"));
    }

    [Fact]
    public void What_is_as_wanted_is_left_alone_and_passed_on()
    {
        int writes = _bench.CountWrites(() =>
        {
            Assert.Equal("db-01", _bench.Run<EcsInstance>("Stop-EcsInstance db-01 -PassThru -Verbose").Single().Name);
            Assert.Equal("web-01", _bench.Run<EcsInstance>("Start-EcsInstance web-01 -PassThru").Single().Name);
        });

        Assert.Equal(0, writes);
        Assert.Contains(_bench.Records.Verbose, v => v.Contains("db-01", StringComparison.Ordinal));
    }

    [Fact]
    public void The_state_is_read_anew_not_taken_from_an_old_object()
    {
        EcsInstance old = _bench.Get("web-01");
        _bench.Session.Run("Stop-EcsInstance web-01");

        Assert.Equal(EcsInstanceStatus.Running, _bench.Run<EcsInstance>("$i | Start-EcsInstance -PassThru", ("i", old)).Single().Status);
        Assert.Equal(1, _bench.Effects("Alibaba:start"));
    }

    [Fact]
    public void Nothing_is_written_without_PassThru()
    {
        Assert.Empty(_bench.Session.Run("Stop-EcsInstance web-01; Start-EcsInstance web-01; Restart-EcsInstance web-01; Wait-EcsInstance web-01"));
    }

    [Fact]
    public void NoWait_ends_when_accepted()
    {
        EcsInstance instance = _bench.Run<EcsInstance>("Stop-EcsInstance web-01 -NoWait -PassThru").Single();

        Assert.Equal("web-01", instance.Name);
        Assert.Equal(EcsInstanceStatus.Stopped, _bench.Run<EcsInstance>("Wait-EcsInstance web-01 -For Stopped -PassThru").Single().Status);
    }

    [Fact]
    public void Waiting_ends_with_an_error_of_its_own()
    {
        Outcome outcome = _bench.Invoke("Wait-EcsInstance web-01 -For Stopped -Timeout 30");

        Assert.Equal([EcsErrorId.OperationTimeout], outcome.ErrorIds);
        Assert.Equal("web-01", ((EcsInstance)outcome.Errors[0].TargetObject).Name);
    }

    [Fact]
    public void One_that_fails_is_its_own_error()
    {
        Outcome outcome = _bench.Invoke("'frozen-01', 'db-01' | Start-EcsInstance -PassThru");

        Assert.Equal("db-01", outcome.Of<EcsInstance>().Single().Name);
        Assert.Equal("frozen-01", ((EcsInstance)Assert.Single(outcome.Errors).TargetObject).Name);
        Assert.False(outcome.Terminated);
    }

    [Fact]
    public void A_question_names_server_account_and_region()
    {
        _bench.Records.Answer("Yes");
        EcsInstance instance = _bench.Get("web-01");

        _bench.Session.Run("Stop-EcsInstance web-01 -Confirm");

        Question question = Assert.Single(_bench.Records.Questions);
        Assert.All([instance.Name, instance.Id, instance.Account, instance.Region], t => Assert.Contains(t, question.OneLine, StringComparison.Ordinal));
        Assert.Equal(1, _bench.Effects("Alibaba:stop"));
    }

    [Fact]
    public void No_is_no()
    {
        _bench.Records.Answer("No", "Yes");

        Assert.Equal("web-02", _bench.Run<EcsInstance>("'web-01', 'web-02' | Stop-EcsInstance -Confirm -PassThru").Single().Name);
    }

    [Fact]
    public void Without_anybody_to_ask_it_says_how_to_go_on()
    {
        int writes = _bench.CountWrites(() => Assert.Equal([EcsErrorId.ConfirmationNotPossible], _bench.Invoke("Stop-EcsInstance web-01 -Confirm").ErrorIds));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void An_error_further_down_ends_the_command()
    {
        Outcome outcome = _bench.Invoke("try { Get-EcsInstance web-* | Stop-EcsInstance -PassThru | ForEach-Object { $_; throw 'enough' } } catch { 'caught' }");

        Assert.Empty(outcome.Errors);
        Assert.Equal("caught", outcome.Output[^1].BaseObject);
    }

    [Fact]
    public void Progress_is_always_taken_away_again()
    {
        _bench.Session.Run("Get-EcsInstance web-* | Stop-EcsInstance");

        var open = _bench.Records.Progress.GroupBy(r => r.ActivityId).Where(g => g.Last().RecordType != System.Management.Automation.ProgressRecordType.Completed);
        Assert.NotEmpty(_bench.Records.Progress);
        Assert.Empty(open);
    }

    [Fact]
    public void StopCharging_is_refused_where_there_is_no_such_thing()
    {
        Outcome outcome = _bench.Invoke("Stop-EcsInstance web-01 -Account sandbox-huawei -StopCharging");

        Assert.Equal([EcsErrorId.NotSupported], outcome.ErrorIds);
    }
}
