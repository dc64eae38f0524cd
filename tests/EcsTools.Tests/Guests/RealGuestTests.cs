using EcsTools.Tests.Commands;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>
/// Servers that really run, a Debian with Cloud-Init, OpenSSH and an agent, at a real OpenStack: whether a wipe wipes, whether the key opens the
/// fresh system, whether the password holds. Everything takes the time it takes. In .ci/nightly.
/// </summary>
public sealed class RealGuestTests : IClassFixture<OpenStackLab>, IDisposable
{
    private const string Marker = "test -e /root/marker";
    private readonly OpenStackLab _lab;
    private readonly LabSession _session;
    private readonly GuestLogin _guest;
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-guests-").FullName;

    public RealGuestTests(OpenStackLab lab) => (_lab, _session, _guest) = (lab, new LabSession(lab), new GuestLogin(_folder));

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Reinstall_KilledInTheMiddle_IsResumedAndLoggedInTo()
    {
        _lab.RequireGuests();
        (string pair, string key) = NewKeyPair();
        (string id, string address) = await StartAsync("killed", pair);
        await _guest.RunAsync(address, key, "echo precious >/root/marker; sync");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using (LabShell killed = new(_lab, _folder, $"Invoke-EcsOsReinstall {id} -StopFirst -Backup None -Confirm:$false"))
        {
            while ((await _lab.ActionsOfAsync(id))[0] != "rebuild")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            }

            await killed.KillAsync(cancellation);
        }

        using LabShell resumed = new(_lab, _folder, $"(Get-EcsOperation -Instance {id} | Resume-EcsOperation).State; Wait-EcsInstance {id} -For Guest");
        string told = await resumed.EndAsync(cancellation);

        Assert.Equal(nameof(EcsOperationState.Succeeded), told);
        Assert.Single(await _lab.ActionsOfAsync(id), a => a == "rebuild");
        Assert.NotNull(await _guest.TryAsync(address, key, "true"));
        Assert.Null(await _guest.TryAsync(address, key, Marker));
        await DeleteAsync(id);
    }

    [Fact]
    public async Task ResetPassword_RightAfterAReinstall_WaitsForTheAgent()
    {
        _lab.RequireGuests();
        (string pair, _) = NewKeyPair();
        (string id, string address) = await StartAsync("password", pair);
        const string Password = "Agent \"Pä'ss 1$";

        Run<EcsOperation>($"Invoke-EcsOsReinstall {id} -StopFirst -Backup None -Confirm:$false");
        EcsLogin login = Run<EcsLogin>($"Reset-EcsPassword {id} -Method Api -Password $secret -Confirm:$false", ("secret", SshLab.Secret(Password))).Single();

        Assert.Equal(("root", "Api"), (login.UserName, login.Method));
        Assert.True(await _guest.TakesPasswordAsync(address, Password));
        Assert.False(await _guest.TakesPasswordAsync(address, "wrong"));
        await DeleteAsync(id);
    }

    private IReadOnlyList<T> Run<T>(string script, params (string Name, object? Value)[] variables) => _session.Run<T>(script, variables);

    private (string Name, string KeyFile) NewKeyPair()
    {
        string name = $"{_lab.Prefix}-{Guid.NewGuid():N}"[..16];
        string path = Path.Combine(_folder, name);
        Run<object>($"{LabSession.Connect}; New-EcsKeyPair {name} '{path}'");
        return (name, path);
    }

    private async Task<(string Id, string Address)> StartAsync(string name, string keyPair)
    {
        string id = (await _lab.CreateAsync(name, keyPair: keyPair)).Single();
        return (id, Run<EcsInstance>($"Wait-EcsInstance {id} -For Guest -PassThru").Single().PrivateIp!);
    }

    // Each takes memory: it goes as soon as it is not needed.
    private async Task DeleteAsync(string id)
    {
        await _lab.SendAsync(HttpMethod.Delete, "compute", $"/servers/{id}");
        await _lab.GoneAsync(id);
    }
}
