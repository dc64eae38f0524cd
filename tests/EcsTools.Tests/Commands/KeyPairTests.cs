using System.Security.Cryptography;

using EcsTools.Tests.Hosting;
using EcsTools.Tests.Safety;

namespace EcsTools.Tests.Commands;

public sealed class KeyPairTests : IDisposable
{
    private readonly SandboxFixture _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-keypair-").FullName;

    private string KeyPath => Path.Combine(_folder, "ops.pem");

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void New_AnyCloud_WritesTheKeyThatBelongsToThePair(string account)
    {
        EcsKeyPair made = _bench.Run<EcsKeyPair>($"New-EcsKeyPair ops '{KeyPath}' -Account {account}").Single();

        EcsKeyPair listed = _bench.Run<EcsKeyPair>($"Get-EcsKeyPair ops -Account {account}").Single();
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(KeyPath));
        Assert.Contains(Convert.ToBase64String(rsa.ExportParameters(false).Modulus!)[..40], Shifted(listed.PublicKey!), StringComparison.Ordinal);
        Assert.Equal((made.Name, made.AccountKey, made.Scope), (listed.Name, listed.AccountKey, listed.Scope));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        }
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void New_FileOrNameExists_SendsNothingAndKeepsTheFile(string account)
    {
        File.WriteAllText(KeyPath, "mine");

        int writes = _bench.CountWrites(() =>
        {
            Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"New-EcsKeyPair ops '{KeyPath}' -Account {account}").ErrorIds);
            Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"New-EcsKeyPair ops '{KeyPath}' -WhatIf -Account {account}").ErrorIds);
            Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke($"New-EcsKeyPair sandbox-key '{KeyPath}2' -Account {account}").ErrorIds);
        });

        Assert.Equal((0, "mine", 1), (writes, File.ReadAllText(KeyPath), Directory.GetFiles(_folder).Length));
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, "CutAfter:1@Write")]
    [InlineData(SandboxFixture.Huawei, "CutAfter:1@Write")]
    [InlineData(SandboxFixture.OpenTelekom, "NullFields:1@Write")]
    [InlineData(SandboxFixture.Alibaba, "Truncated:1@Write")]
    public void New_AnswerIsLost_SaysThatTheKeyIsLostAndLeavesNoFile(string account, string fault)
    {
        using SandboxFixture bench = new($"-Fault {fault}");

        Outcome outcome = bench.Invoke($"New-EcsKeyPair ops '{KeyPath}' -Account {account}");

        Assert.Equal([EcsErrorId.OutcomeUnknown], outcome.ErrorIds);
        Assert.Contains("Remove-EcsKeyPair ops", outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.NotEmpty(bench.Run<EcsKeyPair>($"Get-EcsKeyPair ops -Account {account}"));
    }

    [Theory]
    [InlineData(SandboxFixture.Alibaba, "")]
    [InlineData(SandboxFixture.Huawei, "-Fault Truncated:1@Write")]
    [InlineData(SandboxFixture.Huawei, "-Fault Malformed:1@Later")]
    [InlineData(SandboxFixture.OpenTelekom, "-Fault ExtraFields")]
    public void New_EveryStreamOn_PrivateKeyIsInTheFileOnly(string account, string options)
    {
        using SandboxFixture bench = new(options);
        string state = Environment.GetEnvironmentVariable("ECSTOOLS_STATE")!;

        Outcome outcome = bench.Invoke(
            $"$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'; $ConfirmPreference = 'None'; & {{ New-EcsKeyPair ops '{KeyPath}' -Account {account} | Format-List }} 5>&1 6>&1; $Error");

        string written = CapturedOutput.Collect(bench.Records, outcome, state)
            + string.Concat(Directory.EnumerateFiles(state, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".jsonl", StringComparison.Ordinal)).Select(File.ReadAllText));
        Assert.Contains("ops", written, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", written, StringComparison.Ordinal);
        if (File.Exists(KeyPath))
        {
            string[] lines = File.ReadAllLines(KeyPath);
            Assert.Empty(CapturedOutput.Find(written, lines[1..^1]));
        }
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Import_SameKeyAgain_IsLeftAsItIs(string account)
    {
        _bench.Session.Run($"$key = (Get-EcsKeyPair sandbox-key -Account {account}).PublicKey; [IO.File]::WriteAllText('{KeyPath}', \"# mine`n$key`n\")");

        int writes = _bench.CountWrites(() => _bench.Session.Run(
            $"$null = Import-EcsKeyPair ops '{KeyPath}' -Account {account}; $null = Import-EcsKeyPair ops -PublicKey $key -Account {account}"));

        Assert.Equal(1, writes);
        Assert.Equal(
            [EcsErrorId.InvalidInput],
            _bench.Invoke($"Import-EcsKeyPair ops -PublicKey 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5xNw2yL0cFnOd6s3sC6VQhK3D1o1m6uKq9dY3vX2wU' -Account {account}").ErrorIds);
    }

    [Fact]
    public void Import_PrivateKey_IsRefusedBeforeAnythingIsSent()
    {
        _bench.Session.Run($"$null = New-EcsKeyPair ops '{KeyPath}'");

        int requests = _bench.Requests("ImportKeyPair");

        Assert.Equal([EcsErrorId.KeyFileInvalid], _bench.Invoke($"Import-EcsKeyPair other '{KeyPath}'").ErrorIds);
        Assert.Equal(requests, _bench.Requests("ImportKeyPair"));
    }

    [Theory]
    [MemberData(nameof(SandboxFixture.Accounts), MemberType = typeof(SandboxFixture))]
    public void Remove_ByNameAndFromThePipeline_AsksFirst(string account)
    {
        _bench.Records.Reply = _ => "Yes";

        _bench.Session.Run($"Remove-EcsKeyPair sandbox-key-2 -Account {account}; $null = New-EcsKeyPair ops '{KeyPath}' -Account {account}; Get-EcsKeyPair ops -Account {account} | Remove-EcsKeyPair");

        Assert.Equal(["sandbox-key"], _bench.Run<EcsKeyPair>($"Get-EcsKeyPair -Account {account}").Select(k => k.Name));
        Assert.Equal(2, _bench.Records.Questions.Count);
    }

    [Fact]
    public void Remove_AtAlibaba_KeyPairOfAServer_IsRefused()
    {
        Outcome outcome = _bench.Invoke("Remove-EcsKeyPair sandbox-key -Confirm:$false");

        Assert.Equal([EcsErrorId.IncorrectState], outcome.ErrorIds);
        Assert.NotEmpty(_bench.Run<EcsKeyPair>("Get-EcsKeyPair sandbox-key"));
    }

    [Theory]
    [InlineData("Remove-EcsKeyPair nope -Confirm:$false", EcsErrorId.NotFound)]
    [InlineData("Remove-EcsKeyPair sandbox-key* -Confirm:$false", EcsErrorId.NotFound)]
    [InlineData("New-EcsKeyPair x $path", EcsErrorId.InvalidInput)]
    [InlineData("New-EcsKeyPair ops $path -Scope User", EcsErrorId.NotSupported)]
    [InlineData("New-EcsKeyPair ops $path -Scope Account -Account sandbox-otc", EcsErrorId.NotSupported)]
    [InlineData("New-EcsKeyPair 'a b' $path -Account sandbox-huawei", EcsErrorId.InvalidInput)]
    [InlineData("Get-EcsKeyPair sandbox-key-2 | Remove-EcsKeyPair -Account sandbox-huawei -Confirm:$false", EcsErrorId.AccountMismatch)]
    public void WhatCannotBe_IsRefusedBeforeAnythingIsSent(string script, string errorId)
    {
        int writes = _bench.CountWrites(() => Assert.Equal([errorId], _bench.Invoke(script, ("path", KeyPath)).ErrorIds));

        Assert.Equal((0, 0), (writes, Directory.GetFiles(_folder).Length));
    }

    [Fact]
    public void Remove_AServerFromThePipeline_IsNoKeyPair()
    {
        int writes = _bench.CountWrites(() => Assert.NotEmpty(_bench.Invoke("Get-EcsInstance web-01 | Remove-EcsKeyPair -Confirm:$false").Errors));

        Assert.Equal(0, writes);
    }

    [Fact]
    public void AccountScope_AtHuawei_IsListedAndDeletedAsSuch()
    {
        _bench.Session.Run($"$null = Select-EcsAccount sandbox-huawei; $null = New-EcsKeyPair team '{KeyPath}' -Scope Account");

        EcsKeyPair team = _bench.Run<EcsKeyPair>("Get-EcsKeyPair team").Single();
        _bench.Session.Run("Remove-EcsKeyPair team -Confirm:$false");

        Assert.Equal(EcsKeyPairScope.Account, team.Scope);
        Assert.Empty(_bench.Run<EcsKeyPair>("Get-EcsKeyPair team*"));
    }

    [Theory]
    [InlineData("KeyPairCreate", "$null = New-EcsKeyPair ops $path")]
    [InlineData("KeyPairImport", "$null = Import-EcsKeyPair ops -PublicKey (Get-EcsKeyPair sandbox-key).PublicKey")]
    [InlineData("KeyPairRemove", "Remove-EcsKeyPair sandbox-key-2 -Confirm:$false")]
    public void Change_IsInTheAuditLogUnderItsName(string operation, string script)
    {
        _bench.Session.Run(script, ("path", KeyPath));

        string key = _bench.Run<EcsAccount>("Get-EcsAccount sandbox-alibaba").Single().AccountKey;
        IEnumerable<EcsAuditRecord> records = _bench.Run<EcsAuditRecord>("Get-EcsAuditRecord").Where(r => r.AccountKey == key && r.Operation == operation);
        Assert.Equal(["Sending", "Done"], records.Select(r => r.Outcome));
    }

    [Fact]
    public void Attach_AtAlibaba_AsksAndSaysWhatHappensToThePassword()
    {
        _bench.Records.Reply = _ => "Yes";

        EcsInstance server = _bench.Run<EcsInstance>("Set-EcsInstance web-01 -KeyPairName sandbox-key-2 -PassThru").Single();

        Assert.Equal("sandbox-key-2", _bench.Get(server.Name).KeyPairName);
        Assert.Equal("No", Assert.Single(_bench.Records.Questions).Default);
        Assert.Contains(_bench.Records.Warnings, w => w.Contains("password", StringComparison.Ordinal));
        Assert.Equal(0, _bench.CountWrites(() => _bench.Session.Run("Set-EcsInstance web-01 -KeyPairName sandbox-key-2"))); // it has it
    }

    [Fact]
    public void Attach_AtHuawei_WaitsForTheTaskOfAStoppedServer()
    {
        _bench.Session.Run("Set-EcsInstance db-01 -KeyPairName sandbox-key-2 -Account sandbox-huawei -Confirm:$false");

        Assert.Equal(("sandbox-key-2", EcsInstanceStatus.Stopped), (_bench.Get("db-01", SandboxFixture.Huawei).KeyPairName, _bench.Get("db-01", SandboxFixture.Huawei).Status));
    }

    [Fact]
    public void Detach_AtAlibaba_AsksAndSaysThatThePasswordCountsAgain()
    {
        _bench.Records.Reply = _ => "Yes";

        EcsInstance server = _bench.Run<EcsInstance>("Set-EcsInstance web-01 -RemoveKeyPair -PassThru").Single();

        Assert.Null(_bench.Get(server.Name).KeyPairName);
        Assert.Equal("No", Assert.Single(_bench.Records.Questions).Default);
        Assert.Contains(_bench.Records.Warnings, w => w.Contains("password", StringComparison.Ordinal));
        Assert.Equal(0, _bench.CountWrites(() => _bench.Session.Run("Set-EcsInstance web-01 -RemoveKeyPair"))); // it has none
    }

    [Fact]
    public void Detach_AtHuawei_WaitsForTheTaskOfAStoppedServer()
    {
        _bench.Session.Run("Set-EcsInstance db-01 -RemoveKeyPair -Account sandbox-huawei -Confirm:$false");

        Assert.Null(_bench.Get("db-01", SandboxFixture.Huawei).KeyPairName);
    }

    [Theory]
    [InlineData("web-01 -RemoveKeyPair -KeyPairName sandbox-key-2", EcsErrorId.InvalidInput, SandboxFixture.Alibaba)]
    [InlineData("web-01 -RemoveKeyPair", EcsErrorId.IncorrectState, SandboxFixture.Huawei)]
    [InlineData("db-01 -RemoveKeyPair", EcsErrorId.NotSupported, SandboxFixture.OpenTelekom)]
    [InlineData("web-01 -KeyPairName nope", EcsErrorId.NotFound, SandboxFixture.Alibaba)]
    [InlineData("win-01 -KeyPairName sandbox-key-2", EcsErrorId.NotSupported, SandboxFixture.Alibaba)]
    [InlineData("web-01 -KeyPairName sandbox-key-2", EcsErrorId.IncorrectState, SandboxFixture.Huawei)]
    [InlineData("win-01 -KeyPairName sandbox-key-2", EcsErrorId.NotSupported, SandboxFixture.Huawei)]
    [InlineData("db-01 -KeyPairName sandbox-key-2", EcsErrorId.NotSupported, SandboxFixture.OpenTelekom)]
    public void Attach_WhatCannotBe_IsRefusedBeforeAnythingIsSent(string arguments, string errorId, string account)
    {
        int writes = _bench.CountWrites(() => Assert.Equal([errorId], _bench.Invoke($"Set-EcsInstance {arguments} -Account {account} -Confirm:$false").ErrorIds));

        Assert.Equal(0, writes);
    }

    // The modulus stands behind the exponent, at another place of a group of three bytes.
    private static string Shifted(string line)
    {
        byte[] blob = Convert.FromBase64String(line.Split(' ')[1]);
        return Convert.ToBase64String(blob[^256..]);
    }
}
