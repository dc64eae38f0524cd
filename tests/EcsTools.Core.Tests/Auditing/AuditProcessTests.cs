using System.Diagnostics;
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
            int[] codes = await Task.WhenAll(Enumerable.Range(0, Processes).Select(p => WriteInProcessAsync(folder, p)));

            AuditLog log = new(folder);
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
        AuditLog log = new(order![0], fileLength: 300_000);
        for (int i = 0; i < Records / Processes; i += Batch)
        {
            log.Append([.. Enumerable.Range(i, Batch).Select(n => new AuditEvent { Operation = "Stop", Detail = $"{order[1]}-{n}" })]);
        }

        Assert.NotEmpty(log.Files);
    }

    private static async Task<int> WriteInProcessAsync(string folder, int number)
    {
        ProcessStartInfo info = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Variable] = string.Create(CultureInfo.InvariantCulture, $"{folder}|{number}") },
        };
        List<string> arguments = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(AuditProcessTests).Assembly.Location] : [];
        foreach (string argument in (string[])[.. arguments, "-method", $"{typeof(AuditProcessTests).FullName}.{nameof(Write_ForTheTestAbove)}"])
        {
            info.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await error;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
