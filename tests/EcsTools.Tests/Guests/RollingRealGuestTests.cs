using System.Globalization;
using System.Text.Json.Nodes;

using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>Servers that are reinstalled one after another, each of which has to serve again before the next is touched. In .ci/nightly.</summary>
[Collection(RealGuestCollection.Name)]
public sealed class RollingRealGuestTests(OpenStackLab lab) : IDisposable
{
    // What a server of the tier does when it starts.
    private const string Serve = """
        #!/bin/sh
        mkdir -p /srv/www && echo well >/srv/www/health
        systemd-run --unit=www python3 -m http.server --directory /srv/www 80
        """;

    // The guest answers before its service does.
    private const string Health = """
        { foreach ($i in 1..90) { try { return (Invoke-RestMethod "http://$($_.PrivateIp)/health" -NoProxy -TimeoutSec 10).Trim() -eq 'well' } catch { Start-Sleep 2 } }; $false }
        """;

    private readonly GuestBench _bench = new(lab);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Reinstall_TwoServersAndHttpHealthCheck_EachServesBeforeTheNextIsTouched()
    {
        lab.RequireGuests();
        (string pair, string key) = _bench.NewKeyPair();
        IReadOnlyList<EcsInstance> tier = await _bench.StartAsync("tier", pair, count: 2, userData: Serve);
        foreach (EcsInstance server in tier)
        {
            await _bench.Guest.RunAsync(server.PrivateIp!, key, "echo precious >/root/marker; sync");
        }

        JsonObject done = await _bench.TypeAsync($$"""
            $all = @(Get-EcsInstance {{lab.Prefix}}-tier* | Invoke-EcsOsReinstall -StopFirst -Backup None -Canary 1 -ThrottleLimit 1 -WaitForGuest -HealthCheck {{Health}} -Confirm:$false -ErrorVariable problems -ErrorAction SilentlyContinue)
            @{ states = "$($all.State)"; problems = "$problems" } | ConvertTo-Json -Compress
            """);

        Assert.Equal(("Succeeded Succeeded", ""), ((string?)done["states"], (string?)done["problems"]));
        List<(DateTimeOffset Rebuilt, DateTimeOffset Served)> turns = [];
        foreach (EcsInstance server in tier)
        {
            string served = await _bench.Guest.RunAsync(server.PrivateIp!, key, "date -u -Iseconds -r /srv/www/health");
            turns.Add((await RebuiltAtAsync(server.Id), DateTimeOffset.Parse(served, CultureInfo.InvariantCulture)));
            Assert.Null(await _bench.Guest.TryAsync(server.PrivateIp!, key, GuestBench.Marker));
            Assert.Equal("well", (await _bench.Guest.RunAsync(server.PrivateIp!, key, "cat /srv/www/health")).Trim());
        }

        turns.Sort();
        Assert.InRange(turns[0].Served, turns[0].Rebuilt, turns[1].Rebuilt);
        await _bench.DeleteAsync(tier.Select(s => s.Id));
    }

    /// <summary>When Nova was asked to rebuild a server, which it was once.</summary>
    private async Task<DateTimeOffset> RebuiltAtAsync(string id)
    {
        JsonNode actions = (await lab.SendAsync(HttpMethod.Get, "compute", $"/servers/{id}/os-instance-actions"))!["instanceActions"]!;
        JsonNode rebuild = Assert.Single(actions.AsArray(), a => (string?)a!["action"] == "rebuild")!;
        return DateTimeOffset.Parse((string)rebuild["start_time"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
