using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

using Xunit;

namespace EcsTools.Tests.Safety;

/// <summary>One password goes through every command that takes one, with every stream on and with every fault: it and its hash are found nowhere.</summary>
public sealed class PasswordLeakTests
{
    private const string Canary = "Canary!4711@Leak";
    private const string HashMark = "$6$";

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string fault in new[] { "", "-Fault CutAfter:2", "-Fault ServerError:3", "-Fault Malformed:3", "-Fault ReinstallFails" })
        {
            cases.Add(fault, "Reset-EcsPassword web-01 -Account sandbox-huawei -Password $canary");
            cases.Add(fault, "Reset-EcsPassword web-01 -Account sandbox-alibaba -Method Agent -Password $canary");
            cases.Add(fault, "Reset-EcsPassword web-01 -Account sandbox-otc -Method Ssh -HostName 127.0.0.1 -Port 1 -LoginCredential $pair -Password $canary");
            cases.Add(fault, "Invoke-EcsCommand web-01 true -Account sandbox-otc -HostName 127.0.0.1 -Port 1 -LoginCredential $pair");
            cases.Add(fault, "Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Force -Password $canary");
            cases.Add(fault, "Invoke-EcsOsReinstall db-01 -Account sandbox-alibaba -Backup None -Force -Password $canary");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_found_nowhere(string fault, string command)
    {
        using SandboxBench bench = new(fault);
        using SecureString canary = new();
        Canary.ToList().ForEach(canary.AppendChar);

        Outcome outcome = bench.Invoke(
            $$"""
            $DebugPreference = 'Continue'
            $pair = [pscredential]::new('root', $canary)
            $all = {{command}} -Verbose -Confirm:$false *>&1
            $all
            $all | Out-Default
            $Error | Out-Default
            Get-EcsOperation | Out-Default
            [System.Management.Automation.PSSerializer]::Serialize($all, 3)
            [System.Management.Automation.PSSerializer]::Serialize($Error, 3)
            """,
            ("canary", canary));

        string seen = string.Join(
            "\n",
            [
                .. outcome.Output.Select(o => o.ToString()),
                .. outcome.Errors.Select(e => $"{e} {e.Exception} {e.ErrorDetails} {e.ScriptStackTrace}"),
                .. bench.Records.Lines, .. bench.Records.Verbose, .. bench.Records.Warnings, .. bench.Records.Errors,
                .. bench.Records.Progress.Select(p => $"{p.Activity} {p.StatusDescription} {p.CurrentOperation}"),
                .. Directory.CreateDirectory(Environment.GetEnvironmentVariable("ECSTOOLS_STATE")!).EnumerateFiles("*", SearchOption.AllDirectories).Select(f => ReadShared(f.FullName)),
            ]);
        Assert.Contains("-01", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Errors, e => e.Exception is ParameterBindingException or CommandNotFoundException);
        Assert.DoesNotContain(Canary, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(Canary), seen, StringComparison.Ordinal);
        Assert.DoesNotContain(HashMark, seen, StringComparison.Ordinal);
    }

    // Journals of tests beside this one come and go.
    private static string ReadShared(string path)
    {
        try
        {
            using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
