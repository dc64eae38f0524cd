using System.Text;
using System.Text.Json.Nodes;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Tests.Fuzzing;

/// <summary>Clouds in which everything that has a name or words has hostile ones: whatever a command shows, asks or says of it commands no terminal.</summary>
public sealed class HostileCloudTests : IDisposable
{
    // What a person has chosen or written, by the names of the fields; ids, states and times stay, so that commands get as far as they do elsewhere.
    private static readonly string[] Words =
    [
        "InstanceName", "HostName", "ImageName", "DiskName", "SnapshotName", "VpcName", "VSwitchName", "SecurityGroupName", "LocalName", "OSName", "Description", "Message", "TagKey", "TagValue",
        "Reason", "KeyPairFingerPrint", "Code", "name", "description", "message", "reason", "key", "value", "fingerprint", "error_msg", "error_code", "code", "fail_reason", "os_version", "__os_version",
        "hostname", "OS-EXT-SRV-ATTR:hostname", "op_svc_userid",
    ];

    // What commands find things by, or what decides how they go on.
    private static readonly string[] Kept = ["eu-de", "cn-north-4", "cn-hangzhou", "web-01", "db-01", "prepaid-01", "sandbox-key", "sandbox-key-2", "sandbox", "200", "0"];

    // What would stand alone on a line, as if the module itself had said it.
    private const string Forged = "WARNING: forged";

    private static readonly string[] Shown = ["Out-String -Width 500", "Format-List | Out-String -Width 500"];

    private readonly SandboxFixture _bench = new("-Listen -TimeScale 100000");

    public void Dispose() => _bench.Dispose();

    private static string[] Scripts
    {
        get
        {
            string[] reads =
            [
                "Get-EcsInstance", "Get-EcsDisk", "Get-EcsImage", "Get-EcsSnapshot", "Get-EcsKeyPair", "Get-EcsRegion", "Get-EcsZone", "Get-EcsNetwork", "Get-EcsSecurityGroup", "Get-EcsEvent",
                "Get-EcsInstanceSize -Available", "Get-EcsInstanceSize db-01", "Get-EcsConsoleOutput web-01", "Get-EcsConsoleOutput web-01 -Address",
                "Get-EcsPrice prepaid-01 -Renewal", "Get-EcsAccount", "Get-EcsOperation", "Get-EcsAuditRecord",
            ];
            string[] plans =
            [
                "Invoke-EcsOsReinstall db-01 -Backup Image", "Switch-EcsSystemDisk db-01 -ImageId (Get-EcsImage | Where-Object OsType -eq Linux | Select-Object -First 1).Id -Backup None",
                "Reset-EcsSystemDisk db-01 -Backup None", "Set-EcsInstanceSize db-01 -Size (Get-EcsInstanceSize db-01 | Select-Object -Last 1).Name",
                "Remove-EcsInstance db-01 -IncludeDisks", "Reset-EcsPassword web-01 -Generate -Method Api", "New-EcsSnapshot db-01", "New-EcsImage db-01", "Restart-EcsInstance web-01",
                "Get-EcsSnapshot | Select-Object -First 1 | Restore-EcsSnapshot", "Set-EcsBandwidth web-01 20", "Set-EcsChargeType db-01 -ChargeType Subscription -Period 1",
                "Update-EcsSubscription prepaid-01 -Period 1", "New-EcsInstance new-01 -LikeInstance db-01", "Get-EcsDisk -InstanceId (Get-EcsInstance db-01).Id | Where-Object Kind -eq Data | Set-EcsDisk -SizeGiB 200",
                "Get-EcsDisk -InstanceId (Get-EcsInstance db-01).Id | Where-Object Kind -eq Data | Dismount-EcsDisk",
            ];
            string[] questions =
            [
                "Stop-EcsInstance web-01 -Confirm", "Invoke-EcsCommand web-01 id", "Set-EcsInstance web-01 -NewName x -Confirm", "Get-EcsImage | Select-Object -First 2 | Remove-EcsImage",
                "Get-EcsSnapshot | Select-Object -First 2 | Remove-EcsSnapshot", "Get-EcsKeyPair | Remove-EcsKeyPair", "Add-EcsTag db-01 -Tag @{ a = 'b' } -Confirm", "Get-EcsDisk | Select-Object -First 1 | Add-EcsTag -Tag @{ a = 'b' } -Confirm",
                "Remove-EcsTag db-01 -Key role -Confirm", "Get-EcsEvent | Select-Object -First 1 | Confirm-EcsEvent", "Remove-EcsPassword web-01 -Confirm", "Get-EcsInstance web-* | Stop-EcsInstance -AskAbove 1",
                "Stop-EcsInstance w*", "Set-EcsInstance db-01 -KeyPairName sandbox-key-2 -Confirm", "Import-EcsKeyPair ops -PublicKey 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5xNw2yL0cFnOd6s3sC6VQhK3D1o1m6uKq9dY3vX2wU' -Confirm",
            ];
            return
            [
                .. reads.SelectMany(_ => Shown, (read, view) => $"{read} | {view}"),
                .. plans.SelectMany(p => new[] { $"{p} -PlanOnly | Out-String -Width 500", $"{p} -WhatIf", p }),
                .. questions.SelectMany(q => new[] { q, q.Replace(" -Confirm", "", StringComparison.Ordinal) + " -WhatIf" }),
                // Clients of a sandbox that listens wait by real clocks: nothing is waited for.
                "Invoke-EcsOsReinstall db-01 -Backup None -NoWait -Verbose -Confirm:$false | Out-String -Width 500", "Restart-EcsInstance web-01 -NoWait -Verbose -Confirm:$false | Out-String -Width 500",
                "Set-EcsInstance db-01 -NewName db-99 -Verbose -Confirm:$false", "Add-EcsTag db-01 -Tag @{ a = 'b' } -Verbose -Confirm:$false", "Start-EcsInstance db-01 -NoWait -Verbose",
            ];
        }
    }

    [Fact]
    public async Task Commands_EverythingHasHostileWords_CommandNoTerminal()
    {
        List<string> failures = [];
        int hostile = 0;
        await using FaultProxy proxy = new(_bench.Sandbox.Url!) { Rewrite = Rewrite };
        foreach (string account in new[] { SandboxFixture.Alibaba, SandboxFixture.Huawei, SandboxFixture.OpenTelekom })
        {
            _bench.Session.Run("Get-EcsAccount | Disconnect-EcsAccount");
            _bench.Connect(account, proxy.Url);
            foreach (string script in Scripts)
            {
                _bench.Records.Clear();
                _bench.Records.Reply = _ => RecordingUserInterface.Enter;
                IReadOnlyList<string> texts = HostileText.ReadAll(_bench.Records, _bench.Invoke(script));
                hostile += texts.Count(t => t.Contains("\\u001B[8m", StringComparison.Ordinal));
                failures.AddRange(texts.Select(t => Find(t, script)).OfType<string>().Take(1).Select(f => $"{account}: {script}: {f}"));
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.InRange(hostile, 100, int.MaxValue);
    }

    // The lines of a value in a list are indented below its label.
    private static string? Find(string text, string script)
    {
        try
        {
            HostileText.AssertHarmless(text);
            return text.Split('\n').Any(line => (script.Contains("Format-List", StringComparison.Ordinal) ? line : line.TrimStart()).StartsWith(Forged, StringComparison.Ordinal)) ? "a line of its own: " + text[..Math.Min(text.Length, 400)] : null;
        }
        catch (Xunit.Sdk.XunitException error)
        {
            return error.Message[..Math.Min(error.Message.Length, 400)];
        }
    }

    private static string Rewrite(string body)
    {
        try
        {
            JsonNode? json = JsonNode.Parse(body);
            Poison(json);
            return json?.ToJsonString() ?? body;
        }
        catch (System.Text.Json.JsonException)
        {
            return body;
        }
    }

    private static void Poison(JsonNode? node)
    {
        foreach (JsonNode? item in node is JsonArray list ? list.ToArray() : [])
        {
            Poison(item);
        }

        foreach ((string name, JsonNode? value) in node is JsonObject item ? item.ToArray() : [])
        {
            if (name is "ConsoleOutput" or "output")
            {
                node![name] = name == "output" ? "boot" + HostileText.Tail : Convert.ToBase64String(Encoding.UTF8.GetBytes("boot" + HostileText.Tail));
            }
            else if (value is JsonValue text && text.TryGetValue(out string? words) && Words.Contains(name) && !Kept.Contains(words))
            {
                node![name] = words + HostileText.Tail + "\n" + Forged;
            }
            else
            {
                Poison(value);
            }
        }
    }
}
