using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>
/// Servers that really run, a Debian with Cloud-Init, OpenSSH and an agent, at a real OpenStack: whether a wipe wipes, whether the key opens the
/// fresh system, whether the password holds. Everything takes the time it takes. In .ci/nightly.
/// </summary>
[Collection(RealGuestCollection.Name)]
public sealed class RealGuestTests(OpenStackLab lab) : IDisposable
{
    private readonly GuestBench _bench = new(lab);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Reinstall_KilledInTheMiddle_IsResumedAndLoggedInTo()
    {
        lab.RequireGuests();
        (string pair, string key) = _bench.NewKeyPair();
        (string id, string address) = await StartAsync("killed", pair);
        await _bench.Guest.RunAsync(address, key, "echo precious >/root/marker; sync");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using (LabShell killed = new(lab, _bench.Folder, $"Invoke-EcsOsReinstall {id} -StopFirst -Backup None -Confirm:$false"))
        {
            while ((await lab.ActionsOfAsync(id))[0] != "rebuild")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            }

            await killed.KillAsync(cancellation);
        }

        using LabShell resumed = new(lab, _bench.Folder, $"(Get-EcsOperation -Instance {id} | Resume-EcsOperation).State; Wait-EcsInstance {id} -For Guest");
        string told = await resumed.EndAsync(cancellation);

        Assert.Equal(nameof(EcsOperationState.Succeeded), told);
        Assert.Single(await lab.ActionsOfAsync(id), a => a == "rebuild");
        Assert.NotNull(await _bench.Guest.TryAsync(address, key, "true"));
        Assert.Null(await _bench.Guest.TryAsync(address, key, GuestBench.Marker));
        await _bench.DeleteAsync(id);
    }

    [Fact]
    public async Task ResetPassword_RightAfterAReinstall_WaitsForTheAgent()
    {
        lab.RequireGuests();
        (string pair, _) = _bench.NewKeyPair();
        (string id, string address) = await StartAsync("password", pair);
        const string Password = "Agent \"Pä'ss 1$";

        _bench.Run<EcsOperation>($"Invoke-EcsOsReinstall {id} -StopFirst -Backup None -Confirm:$false");
        EcsLogin login = _bench.Run<EcsLogin>($"Reset-EcsPassword {id} -Method Api -Password $secret -Confirm:$false", ("secret", SshLab.Secret(Password))).Single();

        Assert.Equal(("root", "Api"), (login.UserName, login.Method));
        Assert.True(await _bench.Guest.TakesPasswordAsync(address, Password));
        Assert.False(await _bench.Guest.TakesPasswordAsync(address, "wrong"));
        await _bench.DeleteAsync(id);
    }

    private async Task<(string Id, string Address)> StartAsync(string name, string keyPair)
    {
        EcsInstance server = (await _bench.StartAsync(name, keyPair)).Single();
        return (server.Id, server.PrivateIp!);
    }
}
