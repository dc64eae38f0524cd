using System.Diagnostics;
using System.Text.RegularExpressions;

using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Journaling;
using EcsTools.Core.Security;

namespace EcsTools.Core.Tests.Security;

/// <summary>
/// What must outlast a power failure is on the disk, with its name, before anything is done that relies on it: as the calls to the kernel show. This
/// program is run again under strace, which lists them.
/// </summary>
public sealed class FlushTests
{
    private const string Variable = "ECSTOOLS_TEST_FLUSH";
    private const string Write = @"p?write(64|v)?\(\d+<";
    private const string Flush = @"(fsync|fdatasync)\(\d+<";

    [Fact]
    public async Task State_WhateverIsWritten_IsFlushedWithItsFolder()
    {
        Assert.SkipUnless(CanTrace(), "strace is not installed, or cannot trace here.");
        string folder = Directory.CreateTempSubdirectory("ecstools-flush-").FullName;
        try
        {
            string trace = Path.Combine(folder, "trace");
            int code = await OwnProcess.RunAsync(
                typeof(FlushTests), nameof(Write_ForTheTestAbove), Variable, folder,
                "strace", "-f", "-qq", "-y", "-s", "4096", "-e", "trace=/^(openat|mkdir|mkdirat|p?write(64|v)?|fsync|fdatasync|rename(at2?)?)$", "-o", trace);

            Assert.Equal(0, code);
            string[] calls = [.. (await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken)).Where(l => l.Contains(folder, StringComparison.Ordinal))];
            string at = Regex.Escape(folder);
            string journal = at + "/state/journal";

            // The folder that the journal is in, and its own.
            AssertFollow(calls, $@"mkdir(at)?\(.*""{at}/state""", $"{Flush}{at}>");
            AssertFollow(calls, $@"mkdir(at)?\(.*""{journal}""", $"{Flush}{at}/state>");

            // The audit log, before the journal's file has its name.
            AssertFollow(
                calls,
                $@"openat\(.*""{journal}/audit/audit-000001\.jsonl""", $"{Flush}{journal}/audit>", $@"{Write}{journal}/audit/audit-000001\.jsonl>", $@"{Flush}{journal}/audit/audit-000001\.jsonl>",
                $@"{Write}{journal}/[0-9a-f]+-op\.json\.new\.\w+>", $@"{Flush}{journal}/[0-9a-f]+-op\.json\.new\.\w+>", $@"rename.*""{journal}/[0-9a-f]+-op\.json""", $"{Flush}{journal}>");
            AssertFollow(calls, $@"openat\(.*""{journal}/[0-9a-f]+\.spent""", $"{Flush}{journal}>");
            AssertFollow(calls, $@"{Write}{at}/ssh/known\.new\.\w+>", $@"{Flush}{at}/ssh/known\.new\.\w+>", $@"rename.*""{at}/ssh/known""", $"{Flush}{at}/ssh>");

            // Room for the secret before it is asked for, and then the secret.
            AssertFollow(calls, $@"openat\(.*""{at}/secret""", $"{Flush}{at}>", $"{Write}{at}/secret>", $"{Flush}{at}/secret>", $"{Write}{at}/secret>", $"{Flush}{at}/secret>");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Write_ForTheTestAbove()
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(folder is null, "It is run by the test of flushes.");
        Journal journal = Journal.Open(Path.Combine(folder!, "state", "journal"));

        // Before the journal: nothing flushes its folder after its file has got its name but what is looked for.
        journal.OpenSpent().Spend(new EcsPlan { PlanId = "p", Instance = new EcsInstance { Id = "i-1", AccountKey = "k" } });
        journal.Write(new JournalEntry
        {
            OperationId = "op",
            Kind = nameof(OperationKind.Release),
            InstanceId = "i-1",
            AccountKey = "k",
            Steps = { new JournalStep { Kind = StepKind.Release } },
        });
        new KnownHosts(Path.Combine(folder!, "ssh", "known")).Add("a", 22, "ssh-ed25519", [1, 2, 3]);
        using NewPrivateFile file = NewPrivateFile.Claim(Path.Combine(folder!, "secret"));
        file.Write("secret");

        Assert.Single(journal.Find(new JournalQuery()));
    }

    // Each call after the one before.
    private static void AssertFollow(string[] calls, params string[] patterns)
    {
        int at = -1;
        foreach (string pattern in patterns)
        {
            int next = Array.FindIndex(calls, at + 1, c => Regex.IsMatch(c, pattern));
            Assert.True(next > at, $"{pattern} does not follow in:\n{string.Join("\n", calls)}");
            at = next;
        }
    }

    private static bool CanTrace()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("strace", ["-f", "-qq", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
