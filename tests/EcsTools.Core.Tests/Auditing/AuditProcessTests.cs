using System.Globalization;

using EcsTools.Core.Auditing;

namespace EcsTools.Core.Tests.Auditing;

/// <summary>Eight processes write one audit log at once. Each is this program again, with the writing alone.</summary>
public sealed class AuditProcessTests
{
    private const string Variable = "ECSTOOLS_TEST_AUDIT";
    private const int Processes = 8;
    private const int Records = 10_000;
    private const int Batch = 25;

    [Fact]
    public async Task Append_EightProcessesAndTenThousandRecords_LosesNoneAndKeepsTheChain()
    {
        string folder = Directory.CreateTempSubdirectory("ecstools-audit-").FullName;
        try
        {
            int[] codes = await Task.WhenAll(Enumerable.Range(0, Processes).Select(p => OwnProcess.RunAsync(typeof(AuditProcessTests), nameof(Write_ForTheTestAbove), Variable, string.Create(CultureInfo.InvariantCulture, $"{folder}|{p}"))));

            FileAuditLog log = new(folder);
            EcsAuditCheck check = AuditReader.Check(log, null);
            Assert.Equal(new int[Processes], codes);
            Assert.Empty(check.Problems);
            Assert.Equal(Records, check.RecordCount);
            Assert.Equal(Records, AuditReader.Read(log).Select(r => r.Detail).Distinct().Count());
            Assert.Equal(Processes, AuditReader.Read(log).Select(r => r.ProcessId).Distinct().Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Write_ForTheTestAbove()
    {
        string[]? order = Environment.GetEnvironmentVariable(Variable)?.Split('|');
        Assert.SkipWhen(order is null, "It is run by the test of many processes.");
        FileAuditLog log = new(order![0], fileLength: 300_000);
        for (int i = 0; i < Records / Processes; i += Batch)
        {
            log.Append([.. Enumerable.Range(i, Batch).Select(n => new AuditEvent { Operation = "Stop", Detail = $"{order[1]}-{n}" })]);
        }

        Assert.NotEmpty(log.Files);
    }
}
