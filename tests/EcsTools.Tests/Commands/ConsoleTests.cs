using EcsTools.Tests.Hosting;
using EcsTools.Tests.Safety;

namespace EcsTools.Tests.Commands;

public sealed class ConsoleTests : IDisposable
{
    private readonly SandboxFixture _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-console-").FullName;

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, false)]
    [InlineData(SandboxFixture.Huawei, true)]
    [InlineData(SandboxFixture.OpenTelekom, true)]
    public void GetConsoleOutput_Servers_GivesEachItsText(string account, bool isLive)
    {
        EcsConsoleOutput[] read = [.. _bench.Run<EcsConsoleOutput>($"Get-EcsInstance web-01, web-02 -Account {account} | Get-EcsConsoleOutput").OrderBy(o => o.InstanceName)];

        Assert.Equal(["web-01", "web-02"], read.Select(o => o.InstanceName));
        Assert.All(read, o => Assert.EndsWith($"{o.InstanceName} login: ", o.Text, StringComparison.Ordinal));
        Assert.All(read, o => Assert.Equal((account, isLive, isLive), (o.Account, o.IsLive, o.RecordedAt is null)));
        Assert.Contains("\u001b[32m", read[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void GetConsoleOutput_Tail_GivesTheLastLines() =>
        Assert.Equal("\nweb-01 login: ", _bench.Run<EcsConsoleOutput>("Get-EcsConsoleOutput web-01 -Tail 2").Single().Text);

    [Theory]
    [InlineData("web-01", SandboxFixture.Huawei)]
    [InlineData("web-02", SandboxFixture.Alibaba)]
    public void GetConsoleOutput_WaitAfterRestart_WaitsForTheNewBoot(string server, string account)
    {
        string script = $"$null = Restart-EcsInstance {server} -Account {account} -NoWait -Confirm:$false; "
            + $"Get-EcsConsoleOutput {server} -Account {account} -Wait 'Linux version[\\s\\S]*Linux version[\\s\\S]*LOGIN: $' -Tail 1";

        Assert.Equal($"{server} login: ", _bench.Run<EcsConsoleOutput>(script).Single().Text);
    }

    [Fact]
    public void GetConsoleOutput_WaitInVain_IsATimeoutForThatServerAlone()
    {
        Outcome outcome = _bench.Invoke("Get-EcsConsoleOutput web-01, web-02 -Account sandbox-huawei -Wait 'web-02 login' -Timeout 60");

        Assert.Equal(["web-02"], outcome.Of<EcsConsoleOutput>().Select(o => o.InstanceName));
        Assert.Equal([EcsErrorId.OperationTimeout], outcome.ErrorIds);
    }

    [Fact]
    public void GetConsoleOutput_Follow_GivesWhatComes()
    {
        string text = string.Concat(_bench.Run<EcsConsoleOutput>(
            "$null = Restart-EcsInstance web-01 -Account sandbox-otc -NoWait -Confirm:$false; Get-EcsConsoleOutput web-01 -Account sandbox-otc -Follow -Tail 1 -Wait 'Linux version[\\s\\S]*Linux version[\\s\\S]*login: $'")
            .Select(o => o.Text));

        Assert.StartsWith("web-01 login: ", text, StringComparison.Ordinal);
        Assert.EndsWith("web-01 login: ", text, StringComparison.Ordinal);
        Assert.Single(text.Split("Linux version")[1..]);
    }

    [Fact]
    public void GetConsoleOutput_FollowAtAlibaba_IsNotSupportedAndSaysWhatIs()
    {
        Outcome outcome = _bench.Invoke("Get-EcsConsoleOutput web-01 -Follow");

        Assert.Equal([EcsErrorId.NotSupported], outcome.ErrorIds);
        Assert.Contains("-Wait", outcome.Errors.Single().ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("win-01 -Account sandbox-alibaba", EcsErrorId.NotSupported)]
    [InlineData("db-01 -Account sandbox-huawei", EcsErrorId.IncorrectState)]
    [InlineData("web-01 -Account sandbox-huawei -ScreenshotPath x.jpg", EcsErrorId.NotSupported)]
    [InlineData("web-01 -Account sandbox-otc -ScreenshotPath x.jpg", EcsErrorId.NotSupported)]
    [InlineData("db-01 -ScreenshotPath x.jpg", EcsErrorId.IncorrectState)]
    [InlineData("web-01, web-02 -ScreenshotPath x.jpg", EcsErrorId.InvalidInput)]
    [InlineData("web-01, web-02 -Account sandbox-otc -Follow", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Address -Tail 1", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Address -ScreenshotPath x.jpg", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -ScreenshotPath x.jpg -Wait x", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Timeout 5", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Wait '('", EcsErrorId.InvalidInput)]
    [InlineData("web-01 -Wait '^((.+)+)+(?=\\u2063)'", EcsErrorId.InvalidInput)] // would take for ever
    public void GetConsoleOutput_WhatCannotBe_IsRefused(string arguments, string errorId)
    {
        int writes = _bench.CountWrites(() => Assert.Equal([errorId], _bench.Invoke($"Set-Location '{_folder}'; Get-EcsConsoleOutput {arguments}").ErrorIds));

        Assert.Equal(0, writes);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void GetConsoleOutput_Empty_Warns()
    {
        Assert.Equal("", _bench.Run<EcsConsoleOutput>("Get-EcsConsoleOutput win-01 -Account sandbox-huawei").Single().Text);

        Assert.Single(_bench.Records.Warnings);
    }

    [Fact]
    public void GetConsoleOutput_Screenshot_IsANewPrivateFile()
    {
        string path = Path.Combine(_folder, "screen.png");

        EcsScreenshot shot = _bench.Run<EcsScreenshot>($"Get-EcsConsoleOutput web-01 -ScreenshotPath '{path}'").Single();

        Assert.Equal((path, "JPG", "web-01"), (shot.Path, shot.Format, shot.InstanceName));
        Assert.Equal(0xFF, File.ReadAllBytes(path)[0]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void GetConsoleOutput_ScreenshotFileExists_IsNotOverwritten()
    {
        string path = Path.Combine(_folder, "screen.jpg");
        File.WriteAllText(path, "mine");

        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"Get-EcsConsoleOutput web-01 -ScreenshotPath '{path}'").ErrorIds);

        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(0, _bench.Requests("alibaba:GetInstanceScreenshot"));
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, "wss://", 15)]
    [InlineData(SandboxFixture.Huawei, "https://", 600)]
    [InlineData(SandboxFixture.OpenTelekom, "https://", 600)]
    public void GetConsoleOutput_Address_IsGivenOutAndAuditedWithoutIt(string account, string scheme, int seconds)
    {
        EcsConsoleAddress address = _bench.Run<EcsConsoleAddress>($"Get-EcsConsoleOutput web-01 -Account {account} -Address").Single();

        Assert.StartsWith(scheme, address.Address, StringComparison.Ordinal);
        Assert.InRange((address.ExpiresAt!.Value - DateTimeOffset.UtcNow).TotalSeconds, seconds - 60, seconds);
        EcsAuditRecord[] records = [.. _bench.Run<EcsAuditRecord>($"Get-EcsAuditRecord web-01 -Kind ConsoleAccess -Account {account}")];
        Assert.Equal(["Sending", "Done"], records[^2..].Select(r => r.Outcome));
        Assert.DoesNotContain(records, r => r.ToString().Contains(address.Address, StringComparison.Ordinal));
    }

    // The host key stands for what is secret in a console's text; the objects themselves are what was asked for.
    [Theory]
    [InlineData("$got = Get-EcsConsoleOutput web-01 -Account sandbox-huawei; \"$got\"", "")]
    [InlineData("$got = Get-EcsConsoleOutput web-01 -Account sandbox-alibaba; \"$got\"", "")]
    [InlineData("$got = Get-EcsConsoleOutput web-01 -Account sandbox-alibaba", "-Fault Malformed:20@Later")]
    [InlineData("$got = Get-EcsConsoleOutput web-01 -Account sandbox-otc", "-Fault Truncated:20@Later")]
    [InlineData("$got = Get-EcsConsoleOutput web-01 -Account sandbox-otc -Wait nothing -Timeout 30", "")]
    [InlineData("$got = Get-EcsConsoleOutput web-01 -Account sandbox-otc -Address; \"$got\"", "")]
    public void GetConsoleOutput_EveryStreamOn_LeavesNothingOfTheText(string command, string options)
    {
        using SandboxFixture bench = new(options);
        Outcome outcome = bench.Invoke($$"""
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            & { {{command}} } 5>&1 6>&1
            $Error
            """);

        string written = CapturedOutput.Collect(bench.Records, outcome, Environment.GetEnvironmentVariable("ECSTOOLS_STATE")!);
        Assert.Empty(CapturedOutput.Find(written, ["AAAAC3NzaC1lZDI1NTE5", "vnc_auto.html"]));
    }
}
