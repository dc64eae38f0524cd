using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;
using EcsTools.Tests.Sdk;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Two identities of one project are open, and every command that takes servers is given one: what it sends is proved by the identity that
/// the server was read with, as the wire shows.
/// </summary>
public sealed class OriginTests : IAsyncLifetime
{
    private const string Connect = """
        function Secure([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
        $null = Connect-EcsAccount Huawei -Name key -Region cn-north-4 -AccessKeyId $s.AccessKeyId -AccessKeySecret (Secure $s.AccessKeySecret) -Endpoint $key
        $null = Connect-EcsAccount Huawei -Name user -Region cn-north-4 -DomainName $s.DomainName -Endpoint $user -Credential ([pscredential]::new($s.UserName, (Secure $s.Password)))
        """;

    private readonly SandboxFixture _bench = new("-Listen -TimeScale 1000");
    private readonly Dictionary<string, WireTap> _taps = [];

    /// <summary>What is sent for real; the rest is only read and planned, which finds the account in the same way.</summary>
    public static TheoryData<string, string, string> Changes()
    {
        TheoryData<string, string, string> changes = [];
        foreach (string reader in new[] { "key", "user" })
        {
            changes.Add(reader, "db-01", "Set-EcsInstance -DeletionProtection $true");
            changes.Add(reader, "db-01", "Start-EcsInstance -NoWait");
            changes.Add(reader, "web-01", "Stop-EcsInstance -NoWait -Confirm:$false");
            changes.Add(reader, "web-01", "Restart-EcsInstance -NoWait -Confirm:$false");
            changes.Add(reader, "db-01", "Invoke-EcsOsReinstall -Backup None -NoWait -Confirm:$false");
            changes.Add(reader, "db-01", "Remove-EcsInstance -NoWait -Confirm:$false");
        }

        return changes;
    }

    /// <summary>Objects that are no servers, each with a command that would change it.</summary>
    public static TheoryData<string, string, string> Others()
    {
        TheoryData<string, string, string> others = [];
        foreach (string reader in new[] { "key", "user" })
        {
            others.Add(reader, "Get-EcsDisk", "Add-EcsTag -Tag @{ owner = 'ops' } -WhatIf");
            others.Add(reader, "Get-EcsDisk", "Remove-EcsTag -Key owner -WhatIf");
            others.Add(reader, "Get-EcsImage", "Add-EcsTag -Tag @{ owner = 'ops' } -WhatIf");
            others.Add(reader, "Get-EcsImage", "Remove-EcsImage -WhatIf");
            others.Add(reader, "Get-EcsSnapshot", "Remove-EcsSnapshot -WhatIf");
            others.Add(reader, "Get-EcsKeyPair", "Remove-EcsKeyPair -WhatIf");
            others.Add(reader, "Get-EcsEvent", "Confirm-EcsEvent -WhatIf");
        }

        return others;
    }

    public ValueTask InitializeAsync()
    {
        foreach (string name in new[] { "key", "user" })
        {
            _taps[name] = new WireTap(_bench.Sandbox.Url!);
        }

        _bench.Session.Run(Connect, ("s", _bench.Sandbox), ("key", _taps["key"].Url), ("user", _taps["user"].Url));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        foreach (WireTap tap in _taps.Values)
        {
            await tap.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_sent_by_the_identity_that_has_read_the_server(string reader, string server, string change)
    {
        EcsInstance given = _bench.Get(server, reader);
        ClearTaps();

        Assert.Equal(1, _bench.CountWrites(() => _bench.Session.Run($"$given | {change}", ("given", reader == "key" ? given : Serialization.FromClixml(given)))));

        AssertProvedBy(reader);
    }

    [Fact]
    public void Every_command_that_takes_servers_reads_them_with_the_identity_of_the_object()
    {
        CmdletInfo[] takers =
        [
            .. _bench.Session.Run("Get-Command -Module EcsTools -CommandType Cmdlet").Select(o => (CmdletInfo)o.BaseObject)
                .Where(TakesServers),
        ];
        Assert.True(takers.Length > 18, takers.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Dictionary<string, EcsInstance> read = new[] { "key", "user" }.ToDictionary(r => r, r => _bench.Get("web-01", r));
        foreach (CmdletInfo taker in takers)
        {
            foreach (KeyValuePair<string, EcsInstance> given in read)
            {
                ClearTaps();

                _bench.Invoke($"$given | {taker.Name} {Arguments(taker)}", ("given", given.Value));

                AssertProvedBy(given.Key, taker.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Object_OtherThanServer_IsActedOnByTheIdentityThatReadIt(string reader, string list, string change)
    {
        object given = ReadOne(reader, list);
        ClearTaps();

        _bench.Invoke($"$given | {change}", ("given", reader == "key" ? given : Serialization.FromClixml(given)));

        AssertProvedBy(reader, change);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Object_OtherThanServer_IsRefusedWhereItsAccountsNameIsAnotherIdentitysByNow(string reader, string list, string change)
    {
        object given = ReadOne(reader, list);
        string other = reader == "key" ? "user" : "key";
        _bench.Session.Run("Disconnect-EcsAccount key, user");
        _bench.Session.Run(
            Connect.Replace($"-Name {reader} ", "-Name gone ", StringComparison.Ordinal).Replace($"-Name {other} ", $"-Name {reader} ", StringComparison.Ordinal) + "\nDisconnect-EcsAccount gone");
        ClearTaps();

        Assert.Equal([EcsErrorId.AccountNotFound], _bench.Invoke($"$given | {change}", ("given", given)).ErrorIds);
        Assert.Empty(_taps.SelectMany(t => t.Value.Exchanges));
    }

    // A command that takes objects in a way of its own must be tried here too.
    [Fact]
    public void Every_command_that_takes_objects_is_tried()
    {
        string[] takers =
        [
            .. _bench.Session.Run("Get-Command -Module EcsTools -CommandType Cmdlet").Select(o => (CmdletInfo)o.BaseObject)
                .Where(c => c.Parameters.Values.Any(p => p.ParameterSets.Values.Any(s => s.ValueFromPipeline) && !p.ParameterType.Name.StartsWith("String", StringComparison.Ordinal)))
                .Where(c => !TakesServers(c))
                .Select(c => c.Name),
        ];

        string[] tried = [.. Others().Select(o => o.Data.Item3.Split(' ')[0]).Distinct(), "Approve-EcsPlan", "Export-EcsReport", "Invoke-EcsPlan"];
        Assert.Equal(tried.Order(), takers.Order());
    }

    [Fact]
    public void An_object_that_does_not_say_which_of_two_identities_has_read_it_is_refused()
    {
        EcsInstance old = _bench.Get("web-01", "user") with { Account = "elsewhere", AccountIdentity = "" };

        Outcome outcome = null!;
        Assert.Equal(0, _bench.CountWrites(() => outcome = _bench.Invoke("$given | Stop-EcsInstance -Confirm:$false", ("given", old))));
        Assert.Equal([EcsErrorId.AmbiguousAccount], outcome.ErrorIds);
    }

    [Fact]
    public void A_name_that_belongs_to_another_identity_by_now_is_not_the_account_of_the_object()
    {
        EcsInstance given = _bench.Get("web-01", "key");
        _bench.Session.Run(Connect.Replace("-Name user", "-Name key", StringComparison.Ordinal).Replace("-Name key -Region cn-north-4 -AccessKeyId", "-Name other -Region cn-north-4 -AccessKeyId", StringComparison.Ordinal));
        _bench.Session.Run("Disconnect-EcsAccount other, user");

        Assert.Equal([EcsErrorId.AccountNotFound], _bench.Invoke("$given | Stop-EcsInstance -Confirm:$false", ("given", given)).ErrorIds);
        Assert.Equal([EcsErrorId.AccountMismatch], _bench.Invoke("$given | Stop-EcsInstance -Confirm:$false -Account key", ("given", given)).ErrorIds);
    }

    [Fact]
    public void A_plan_is_run_by_the_identity_it_was_made_with()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Account key -Backup None -PlanOnly").Single();
        _bench.Session.Run("$plan.Instance | Set-Variable instance", ("plan", plan));
        object other = Serialization.FromClixml(plan);
        _bench.Session.Run("$other.Instance.Account = 'user'", ("other", other));

        Assert.Equal([EcsErrorId.AccountMismatch], _bench.Invoke("Invoke-EcsPlan $other -NoWait -Confirm:$false").ErrorIds);
    }

    private static bool TakesServers(CmdletInfo cmdlet) =>
        cmdlet.Parameters.Values.Any(p => p.ParameterType.Name == "EcsInstanceIdentity[]" && p.ParameterSets.Values.Any(s => s.ValueFromPipeline));

    private static string Arguments(CmdletInfo cmdlet) => cmdlet.Name switch
    {
        "Get-EcsConsoleOutput" or "Get-EcsInstance" or "Get-EcsInstanceSize" or "Get-EcsPrice" or "Wait-EcsInstance" => "",
        "Get-EcsPassword" => $"-KeyFile '{Repository.Manifest}' -NoWait",
        "Invoke-EcsCommand" => "-Command x -Method Ssh -HostName 127.0.0.1 -Port 1 -LoginCredential ([pscredential]::new('u', [securestring]::new())) -WhatIf",
        "Reset-EcsPassword" => "-Generate -Restart -WhatIf",
        "Mount-EcsDisk" or "Dismount-EcsDisk" or "Stop-EcsRescue" => "-DiskId x -WhatIf",
        "Restore-EcsSnapshot" => "-SnapshotId x -WhatIf",
        "Set-EcsBandwidth" => "-Bandwidth 20 -WhatIf",
        "Set-EcsChargeType" => "-ChargeType PayAsYouGo -WhatIf",
        "Set-EcsDisk" => "-SystemDisk -SizeGiB 100 -WhatIf",
        "Set-EcsInstance" => "-Description x -WhatIf",
        "Set-EcsInstanceSize" => "-Size x -WhatIf",
        "Switch-EcsSystemDisk" => "-ImageId x -WhatIf",
        "Update-EcsSubscription" => "-AutoRenew Off -WhatIf",
        _ => "-WhatIf",
    };

    private object ReadOne(string reader, string list)
    {
        if (list == "Get-EcsSnapshot")
        {
            _bench.Session.Run($"$null = New-EcsSnapshot db-01 -Account {reader} -Confirm:$false");
        }

        return _bench.Session.Run($"{list} -Account {reader} | Select-Object -First 1").Single().BaseObject;
    }

    private void ClearTaps()
    {
        foreach (WireTap tap in _taps.Values)
        {
            tap.Clear();
        }
    }

    private void AssertProvedBy(string reader, string command = "")
    {
        // A key that cannot be read ends Get-EcsPassword before it has looked at anything.
        if (command != "Get-EcsPassword")
        {
            Assert.True(_taps[reader].Exchanges.Count > 0, $"{command}: nothing was sent by {reader}");
        }

        Assert.All(_taps[reader].Exchanges, e => Assert.Equal(reader == "key", e.Request.Headers.ContainsKey("authorization")));
        Assert.Empty(_taps.Where(t => t.Key != reader).SelectMany(t => t.Value.Exchanges));
    }
}
