using EcsTools.Tests.Commands;

namespace EcsTools.Tests.Safety;

/// <summary>Operations of a sandbox: kept apart from those of real accounts, and gone with it.</summary>
public sealed class SandboxJournalTests : IDisposable
{
    private const string Wipe = "Invoke-EcsOsReinstall -Backup None -Confirm:$false -JournalPath $journal";
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void StopEcsSandbox_OperationsWritten_DeletesThemAndKeepsThoseOfOthers()
    {
        using SandboxFixture one = new();
        using SandboxFixture other = new();
        one.Session.Run($"'db-01' | {Wipe}", ("journal", _folder));
        other.Session.Run($"'db-02' | {Wipe}", ("journal", _folder));
        string real = WriteReal("op-real");

        Assert.Equal(["db-01", "real-01"], Find(one));
        Assert.Equal(["db-02", "real-01"], Find(other));

        one.Session.Run("Stop-EcsSandbox");

        Assert.Equal(["real-01"], Find(one));
        Assert.Equal(["db-02", "real-01"], Find(other));
        Assert.True(File.Exists(real));
        Assert.Single(Directory.GetDirectories(_folder));
    }

    [Fact]
    public void Dispose_RunspaceWithSandbox_DeletesItsOperations()
    {
        using (SandboxFixture bench = new())
        {
            bench.Session.Run($"'db-01' | {Wipe}", ("journal", _folder));
        }

        Assert.Empty(Directory.GetDirectories(_folder));
    }

    [Fact]
    public void OpenJournal_SandboxOfKilledProcess_DeletesItsOperations()
    {
        using SandboxFixture bench = new();
        bench.Session.Run($"'db-01' | {Wipe}", ("journal", _folder));
        string abandoned = Directory.CreateDirectory(Path.Combine(_folder, "sandbox-killed")).FullName;
        File.WriteAllText(Path.Combine(abandoned, "sandbox.lock"), "");
        Directory.SetCreationTimeUtc(abandoned, DateTime.UtcNow.AddHours(-1));
        Directory.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddHours(-1));

        Assert.Equal(["db-01"], Find(bench));
        Assert.False(Directory.Exists(abandoned));
    }

    [Fact]
    public async Task GetEcsOperation_CommandStopped_ShowsInterrupted()
    {
        using SandboxFixture bench = new("-TimeScale 1");
        Func<string, int> requests = bench.CountRequests();
        await bench.Session.StopAsync($"$journal = '{_folder}'; 'db-01' | {Wipe}", _ => requests("ReInitDisk") > 0, TestContext.Current.CancellationToken);

        EcsOperation shown = bench.Run<EcsOperation>("Get-EcsOperation -JournalPath $journal", ("journal", _folder)).Single();

        Assert.Equal(EcsOperationState.Interrupted, shown.State);
        Assert.Single(bench.Run<EcsOperation>("Get-EcsOperation -JournalPath $journal -State Interrupted"));
        Assert.Single(bench.Run<EcsOperation>("Get-EcsOperation -JournalPath $journal -State Running"));
        Assert.Empty(bench.Run<EcsOperation>("Get-EcsOperation -JournalPath $journal -State Succeeded"));
    }

    [Fact]
    public void GetEcsOperation_NoWait_ShowsRunning()
    {
        using SandboxFixture bench = new();
        bench.Session.Run($"'db-01' | {Wipe} -Account sandbox-huawei -NoWait", ("journal", _folder));

        Assert.Equal(EcsOperationState.Running, bench.Run<EcsOperation>("Get-EcsOperation -JournalPath $journal").Single().State);
    }

    private static IEnumerable<string> Find(SandboxFixture bench) =>
        bench.Run<EcsOperation>("Get-EcsOperation -JournalPath $journal").Select(o => o.InstanceName).Order();

    private string WriteReal(string id)
    {
        string file = Path.Combine(_folder, $"000000000000000000000000-{id}.json");
        File.WriteAllText(
            file,
            $$"""
            { "Schema": 1, "OperationId": "{{id}}", "Kind": "OsReinstall", "State": "Succeeded", "InstanceId": "i-1", "InstanceName": "real-01",
              "Account": "real", "AccountKey": "k", "Region": "r", "StartedAt": "2026-01-01T00:00:00+00:00", "EndedAt": "2026-01-01T00:00:00+00:00" }
            """);
        return file;
    }
}
