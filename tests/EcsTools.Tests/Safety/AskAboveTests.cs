using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>Stop and Restart of many servers, or of a name with wildcards: asked once, with their number, and nothing is sent before.</summary>
public sealed class AskAboveTests : IDisposable
{
    private const string Many = "(Get-EcsInstance node-*)[0..11]";
    private readonly SandboxFixture _bench = new("-InstanceCount 60");

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Stop-EcsInstance web-*", 6)]
    [InlineData("Restart-EcsInstance web-*", 6)]
    [InlineData("Stop-EcsInstance -Name web-0?, web-01", 6)]
    [InlineData("'web-*', 'win-01' | Stop-EcsInstance", 7)]
    [InlineData("Stop-EcsInstance db-*", 0)]
    [InlineData(Many + " | Stop-EcsInstance", 12)]
    [InlineData(Many + " | Restart-EcsInstance", 12)]
    [InlineData("& { " + Many + "; " + Many + " } | Stop-EcsInstance", 12)]
    [InlineData("Get-EcsInstance web-* | Stop-EcsInstance -AskAbove 5", 6)]
    [InlineData("Stop-EcsInstance web-01 -AskAbove 0", 1)]
    [InlineData("'web-01', 'web-02', 'win-01' | Stop-EcsInstance -AskAbove 2 -StopMode Hard", 3)]
    [InlineData("& { Get-EcsInstance web-*; Get-EcsInstance web-* -Account sandbox-huawei } | Stop-EcsInstance", 12)]
    public void Many_Enter_AsksOnceWithTheCountAndSendsNothing(string script, int count)
    {
        _bench.Records.Answer(RecordingUserInterface.Enter);

        Assert.Equal(0, _bench.CountWrites(() => _bench.Invoke(script)));

        Assert.Equal(count == 0 ? 0 : 1, _bench.Records.Questions.Count);
        Assert.All(_bench.Records.Questions, q => Assert.Equal("No", q.Default));
        Assert.All(_bench.Records.Questions, q => Assert.Contains(count == 1 ? "this server" : $"these {count} servers", q.OneLine, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-EcsInstance web-* | Stop-EcsInstance", 0)]
    [InlineData("(Get-EcsInstance node-*)[0..9] | Stop-EcsInstance", 0)]
    [InlineData("Stop-EcsInstance web-* -Confirm:$false", 0)]
    [InlineData("$ConfirmPreference = 'None'; Stop-EcsInstance web-*", 0)]
    [InlineData(Many + " | Stop-EcsInstance -AskAbove 12", 0)]
    [InlineData(Many + " | Stop-EcsInstance -Confirm:$false", 0)]
    [InlineData("Start-EcsInstance db-*", 0)]
    [InlineData("Stop-EcsInstance web-*", 1)]
    [InlineData(Many + " | Stop-EcsInstance", 1)]
    public void Many_Yes_IsSent(string script, int questions)
    {
        _bench.Records.Answer("Yes");

        Assert.NotEqual(0, _bench.CountWrites(() => _bench.Session.Run(script)));

        Assert.Equal(questions, _bench.Records.Questions.Count);
    }

    [Theory]
    [InlineData("Stop-EcsInstance web-*")]
    [InlineData(Many + " | Restart-EcsInstance")]
    public void Many_NobodyToAsk_IsNotSent(string script)
    {
        Outcome outcome = null!;

        Assert.Equal(0, _bench.CountWrites(() => outcome = _bench.Invoke(script)));

        Assert.Equal([EcsErrorId.ConfirmationNotPossible], outcome.ErrorIds);
    }

    [Fact]
    public void Many_WhatIf_IsToldForEachAndNotAsked()
    {
        _bench.Session.Run("Stop-EcsInstance web-* -WhatIf");

        Assert.Equal(6, _bench.Records.WhatIf.Count);
        Assert.Empty(_bench.Records.Questions);
    }

    [Theory]
    [InlineData("Yes to All", 1, 6)]
    [InlineData("Yes|No|Yes to All", 3, 5)]
    [InlineData("No", 1, 0)]
    [InlineData("No to All", 1, 0)]
    public void Many_WithConfirm_AnAnswerForAllHoldsForEach(string answers, int questions, int stopped)
    {
        _bench.Records.Answer(answers.Split('|'));

        _bench.Session.Run("Stop-EcsInstance web-* -Confirm");

        Assert.Equal((questions, stopped), (_bench.Records.Questions.Count, _bench.Effects("Alibaba:stop")));
    }

    [Fact]
    public void Many_UpstreamFails_NothingIsSent() => Assert.Equal(
        0, _bench.CountWrites(() => Assert.Equal(["upstream"], _bench.Invoke("& { " + Many + "; throw 'upstream' } | Stop-EcsInstance").ErrorIds)));

    [Fact]
    public void Many_ServersThatAreRefused_AreNotCounted()
    {
        _bench.Session.Run("$null = Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Confirm:$false");
        _bench.Records.Answer("No");

        Outcome outcome = _bench.Invoke("Stop-EcsInstance db-01, web-0? -Account sandbox-huawei");

        Assert.Equal([EcsErrorId.GuestSettling], outcome.ErrorIds);
        Assert.Contains("these 6 servers", Assert.Single(_bench.Records.Questions).OneLine, StringComparison.Ordinal);
    }
}
