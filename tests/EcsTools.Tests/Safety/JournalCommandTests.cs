using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>The journal as users meet it, in a folder that they name.</summary>
public sealed class JournalCommandTests : IDisposable
{
    private const string Wipe = "Invoke-EcsOsReinstall -Backup None -Confirm:$false -JournalPath $journal";
    private readonly SandboxFixture _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-journal-").FullName;

    public JournalCommandTests() => _bench.Session.Run("$journal = $folder", ("folder", _folder));

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Operations_are_found_by_server_account_state_and_age()
    {
        _bench.Session.Run($"$null = 'db-01', 'db-02' | {Wipe}; $null = 'db-01' | {Wipe} -Account sandbox-huawei -NoWait");

        Assert.Equal(3, Find("").Count);
        Assert.Equal(2, Find("-Instance db-01").Count);
        Assert.Equal("db-02", Assert.Single(Find("-Instance db-02 -Account sandbox-alibaba")).InstanceName);
        Assert.Equal("sandbox-huawei", Assert.Single(Find("-State Running")).Account);
        Assert.Equal(3, Find("-Within 0:10").Count);
        Assert.Empty(Find("-Within 0:0:0"));
    }

    [Fact]
    public void An_open_operation_is_settled_before_the_next_is_begun()
    {
        _bench.Session.Run($"$open = 'db-01' | {Wipe} -Account sandbox-huawei -NoWait");

        Outcome again = _bench.Invoke($"'db-01' | {Wipe} -Account sandbox-huawei -StopFirst");
        EcsOperation settled = _bench.Run<EcsOperation>("$open | Wait-EcsOperation -JournalPath $journal").Single();
        Outcome then = _bench.Invoke($"'db-01' | {Wipe} -Account sandbox-huawei -StopFirst");

        Assert.All(again.ErrorIds, id => Assert.Contains(id, new[] { EcsErrorId.OperationInProgress, EcsErrorId.RequirementFailed }));
        Assert.NotEmpty(again.ErrorIds);
        Assert.True(settled.Succeeded);
        Assert.Empty(then.Errors);
        Assert.True(Assert.Single(then.Of<EcsOperation>()).Succeeded);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{ \"Schema\": 999, \"OperationId\": \"x\" }")]
    public void A_file_that_cannot_be_read_blocks_its_own_server_only(string content)
    {
        _bench.Session.Run($"$null = 'db-01' | {Wipe}; Stop-EcsInstance db-01");
        File.WriteAllText(Assert.Single(Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories)), content);

        Outcome own = null!;
        int writes = _bench.CountWrites(() => own = _bench.Invoke($"'db-01' | {Wipe}"));
        Outcome other = _bench.Invoke($"'db-02' | {Wipe}");

        Assert.Equal([EcsErrorId.JournalDamaged], own.ErrorIds);
        Assert.Equal(0, writes);
        Assert.True(Assert.Single(other.Of<EcsOperation>()).Succeeded);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_means_that_nothing_is_sent()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke($"$journal = '{file}'; 'db-01' | {Wipe}"));

        Assert.Equal([EcsErrorId.JournalUnavailable], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }

    [Theory]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    [InlineData("New-EcsSnapshot web-01, web-02 -Confirm:$false -JournalPath $journal")]
    [InlineData("Restart-EcsInstance web-01, web-02 -JournalPath $journal")]
    [InlineData("'web-01', 'web-02' | New-EcsSnapshot -Confirm:$false -JournalPath $journal")]
    [InlineData("Get-EcsOperation -JournalPath $journal")]
    [InlineData("Resume-EcsOperation no-such -JournalPath $journal")]
    public void Command_OthersCanReadTheFolder_WarnsOnce(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        _bench.Invoke(command);

        Assert.Contains(_folder, Assert.Single(_bench.Records.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void GetEcsOperation_DamagedFile_WarnsOnceAndListsTheOthers()
    {
        _bench.Session.Run($"$null = 'db-01', 'db-02' | {Wipe}");
        string damaged = Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories)[0];
        File.WriteAllText(damaged, "{");

        Assert.Single(Find(""));
        Assert.Contains(damaged, Assert.Single(_bench.Records.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void GetEcsAccount_OthersCanChangeCloudsYaml_WarnsOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        string planted = Path.Combine(_folder, "clouds.yaml");
        File.WriteAllText(planted, "clouds: {}");
        File.SetUnixFileMode(planted, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        _bench.Session.Run("Push-Location $journal; $null = Get-EcsAccount -ListAvailable; Pop-Location");

        Assert.Contains(planted, Assert.Single(_bench.Records.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void No_password_is_in_it()
    {
        const string Password = "Canary-9f8e7d6c!";
        _bench.Session.Run(
            $"$password = [System.Net.NetworkCredential]::new('', '{Password}').SecurePassword; $null = 'db-01' | {Wipe} -Password $password -Force");

        Assert.NotEmpty(Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories));
        Assert.All(Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories), f => Assert.DoesNotContain(Password, File.ReadAllText(f), StringComparison.Ordinal));
    }

    private IReadOnlyList<EcsOperation> Find(string filter) =>
        _bench.Run<EcsOperation>($"Get-EcsOperation -JournalPath $journal {filter}");
}
