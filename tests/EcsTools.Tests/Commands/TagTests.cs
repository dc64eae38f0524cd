using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class TagTests : IDisposable
{
    private readonly SandboxFixture _bench = new("-InstanceCount 130");

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void AddAndRemove_Server_ChangesTheseTagsOnly(string account)
    {
        EcsInstance tagged = _bench.Run<EcsInstance>($"Add-EcsTag web-01 @{{ role = 'shop'; owner = 'ops' }} -PassThru -Account {account}").Single();
        EcsInstance bare = _bench.Run<EcsInstance>($"Get-EcsInstance web-01 -Account {account} | Remove-EcsTag -Key role, owner -PassThru").Single();

        Assert.Equal(("shop", "ops", "sandbox"), (tagged.Tags["role"], tagged.Tags["owner"], tagged.Tags["env"]));
        Assert.Equal(["env"], bare.Tags.Keys);
    }

    [Theory]
    [InlineData("Get-EcsDisk -InstanceId [db-01]", SandboxFixture.Alibaba)]
    [InlineData("Get-EcsDisk -InstanceId [db-01]", SandboxFixture.Huawei)]
    [InlineData("Get-EcsDisk -InstanceId [db-01]", SandboxFixture.OpenTelekom)]
    [InlineData("Get-EcsImage golden-web", SandboxFixture.Alibaba)]
    [InlineData("Get-EcsImage golden-web", SandboxFixture.Huawei)]
    [InlineData("Get-EcsImage golden-web", SandboxFixture.OpenTelekom)]
    [InlineData("Get-EcsSnapshot -InstanceId [db-01]", SandboxFixture.Alibaba)]
    public void AddAndRemove_DiskImageSnapshot_Works(string get, string account)
    {
        string script = $"{get} -Account {account}".Replace("[db-01]", _bench.Get("db-01", account).Id, StringComparison.Ordinal);

        IReadOnlyList<dynamic> tagged = _bench.Run<dynamic>($"{script} | Add-EcsTag -Tag @{{ owner = 'ops' }} -PassThru");
        IReadOnlyList<dynamic> bare = _bench.Run<dynamic>($"{script} | Remove-EcsTag -Key owner -PassThru");

        Assert.NotEmpty(tagged);
        Assert.All(tagged, t => Assert.Equal("ops", (string)t.Tags["owner"]));
        Assert.All(bare, t => Assert.False((bool)t.Tags.ContainsKey("owner")));
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void AddAndRemove_AsItIs_SendsAndAsksNothing(string account)
    {
        int writes = _bench.CountWrites(() => _bench.Session.Run(
            $"Get-EcsInstance web-01 -Account {account} | Add-EcsTag -Tag @{{ env = 'sandbox' }} -Confirm; Get-EcsInstance web-01 -Account {account} | Remove-EcsTag -Key nope -Confirm"));

        Assert.Equal((0, 0), (writes, _bench.Records.Questions.Count));
    }

    [Fact]
    public void Add_ManyAtAlibaba_GoesOutInBatchesOfFifty()
    {
        int writes = _bench.CountWrites(() => _bench.Session.Run("Get-EcsInstance | Add-EcsTag -Tag @{ owner = 'ops' } -ErrorAction Ignore"));

        Assert.InRange(writes, 3, 3);
        Assert.True(_bench.Run<EcsInstance>("Get-EcsInstance -Tag @{ owner = 'ops' }").Count > 120);
    }

    [Theory]
    [InlineData("@{ 'acs:x' = '1' }", SandboxFixture.Alibaba)]
    [InlineData("@{ 'AliyunX' = '1' }", SandboxFixture.Alibaba)]
    [InlineData("@{ a = 'acs:x' }", SandboxFixture.Alibaba)]
    [InlineData("@{ a = 'http://x' }", SandboxFixture.Alibaba)]
    [InlineData("@{ ROLE = '1' }", SandboxFixture.Alibaba)]
    [InlineData("@{ ('k' * 129) = '1' }", SandboxFixture.Alibaba)]
    [InlineData("$many", SandboxFixture.Alibaba)]
    [InlineData("@{ 'ecstools-operation' = '1' }", SandboxFixture.Alibaba)]
    [InlineData("@{ 'ecstools:x' = '1' }", SandboxFixture.Huawei)]
    [InlineData("@{ '_sys_x' = '1' }", SandboxFixture.Huawei)]
    [InlineData("@{ ('k' * 37) = '1' }", SandboxFixture.Huawei)]
    [InlineData("@{ a = 'v' * 44 }", SandboxFixture.OpenTelekom)]
    [InlineData("@{ a = '1.2' }", SandboxFixture.OpenTelekom)]
    [InlineData("@{ 'a b' = '1' }", SandboxFixture.Huawei)]
    [InlineData("$many", SandboxFixture.OpenTelekom)]
    public void Add_WhatTheCloudDoesNotTake_IsRefusedBeforeAnythingIsSent(string tags, string account)
    {
        _bench.Session.Run("$many = @{}; 1..19 | ForEach-Object { $many[\"k$_\"] = 'v' }");

        int writes = _bench.CountWrites(() =>
        {
            Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"Add-EcsTag web-01 {tags} -Account {account}").ErrorIds);
            Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"Add-EcsTag web-01 {tags} -Account {account} -WhatIf").ErrorIds);
        });

        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData("Get-EcsInstance db-01 | Get-EcsSnapshot | Select-Object -First 1 | Add-EcsTag -Tag @{ a = 'b' }", EcsErrorId.NotSupported, SandboxFixture.Huawei)]
    [InlineData("Get-Process -Id $PID | Add-EcsTag -Tag @{ a = 'b' }", EcsErrorId.NotAnInstance, SandboxFixture.Alibaba)]
    [InlineData("Get-EcsKeyPair sandbox-key | Add-EcsTag -Tag @{ a = 'b' }", EcsErrorId.NotAnInstance, SandboxFixture.Alibaba)]
    [InlineData("Get-EcsDisk -Account sandbox-otc | Select-Object -First 1 | Add-EcsTag -Tag @{ a = 'b' } -Account sandbox-huawei", EcsErrorId.AccountMismatch, SandboxFixture.Alibaba)]
    [InlineData("Remove-EcsTag web-01 ecstools-license", EcsErrorId.InvalidInput, SandboxFixture.Huawei)]
    public void Change_WhatCannotBe_IsRefusedBeforeAnythingIsSent(string script, string errorId, string account)
    {
        _bench.Session.Run($"$null = Select-EcsAccount {account}");

        int writes = _bench.CountWrites(() => Assert.Equal([errorId], _bench.Invoke(script).ErrorIds));

        Assert.Equal(0, writes);
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba)]
    [InlineData(SandboxFixture.Huawei)]
    [InlineData(SandboxFixture.OpenTelekom)]
    public void Add_AnswerIsLost_IsLookedAfter(string account)
    {
        using SandboxFixture bench = new("-Fault CutAfter:1@Write");

        Outcome outcome = bench.Invoke($"Add-EcsTag web-01 @{{ owner = 'ops' }} -PassThru -Account {account}");

        Assert.Empty(outcome.Errors);
        Assert.Equal("ops", outcome.Of<EcsInstance>().Single().Tags["owner"]);
    }

    [Fact]
    public void Add_DiskFromAJob_IsTheDisk()
    {
        EcsDisk disk = _bench.Run<EcsDisk>("Get-EcsInstance db-01 | Get-EcsDisk").First();

        EcsDisk tagged = _bench.Run<EcsDisk>("$bag | Add-EcsTag -Tag @{ owner = 'ops' } -PassThru", ("bag", Serialization.FromClixml(disk))).Single();

        Assert.Equal((disk.Id, "ops"), (tagged.Id, tagged.Tags!["owner"]));
    }
}
