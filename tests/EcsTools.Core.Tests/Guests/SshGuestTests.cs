using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Guests;

public sealed class SshGuestTests(SshLab lab) : IClassFixture<SshLab>
{
    [Theory]
    [InlineData("id_ed25519", null)]
    [InlineData("id_rsa", null)]
    [InlineData("id_ecdsa", null)]
    [InlineData("id_ed25519_enc", SshLab.Passphrase)]
    [InlineData("id_rsa_enc", SshLab.Passphrase)]
    [InlineData("id_ecdsa_enc", SshLab.Passphrase)]
    [InlineData("id_rsa_pem", null)]
    [InlineData("id_rsa_pem_enc", SshLab.Passphrase)]
    public async Task Every_kind_of_key_logs_in(string key, string? passphrase)
    {
        lab.Require();
        using SshGuest guest = await ConnectAsync(lab.Login(keyFile: key) with { Passphrase = passphrase is null ? null : SshLab.Secret(passphrase) });

        Assert.Equal(new GuestOutput(0, "root\n", "", false), await RunAsync(guest, "id -un"));
    }

    [Theory]
    [InlineData("id_rsa_enc", null)]
    [InlineData("id_rsa_enc", "wrong")]
    [InlineData("id_rsa.pub", null)]
    [InlineData("no_such_key", null)]
    public async Task A_key_that_cannot_be_read_is_told_before_anybody_is_called(string key, string? passphrase)
    {
        lab.Require();
        SshLogin login = lab.Login(keyFile: key) with { Passphrase = passphrase is null ? null : SshLab.Secret(passphrase) };

        Assert.Equal(EcsErrorId.KeyFileInvalid, (await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(login))).ErrorId);
    }

    [Theory]
    [InlineData("root", "stranger")]
    [InlineData("app", "id_ed25519")]
    [InlineData("nosuchuser", "id_ed25519")]
    public async Task Who_is_not_let_in_is_told_so(string user, string key)
    {
        lab.Require();
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(lab.Login(user, key)));

        Assert.Equal(EcsErrorId.GuestLoginFailed, error.ErrorId);
        Assert.True(error.WasNotCarriedOut);
    }

    [Fact]
    public async Task ConnectAsync_RefusedAfterABanner_QuotesIt()
    {
        lab.Require();
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(lab.Login("app", "id_ed25519")));

        Assert.Contains("Accounts of applications cannot log in.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RequireAsync_GuestRunsAnotherCommand_QuotesItsWordsAndRefuses(bool maySayNothing)
    {
        lab.Require();
        using SshGuest guest = await ConnectAsync(lab.Login(keyFile: "told"));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => GuestIdentityVerifier.RequireAsync(
            guest, new EcsInstance { Id = SshLab.InstanceId, Cloud = EcsCloud.Alibaba }, maySayNothing, TimeSpan.FromSeconds(60), CancellationToken.None));

        Assert.Equal((EcsErrorId.GuestLoginFailed, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Contains("Please login as the user \"ops\" rather than the user \"root\".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_reaches_the_command_and_both_outputs_and_the_exit_code_come_back()
    {
        lab.Require();
        using SshGuest guest = await ConnectAsync(lab.Login());

        GuestOutput output = await guest.RunAsync("cat; echo oops >&2; exit 3", "in\n", TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(new GuestOutput(3, "in\n", "oops\n", false), output);
    }

    [Fact]
    public async Task What_is_too_much_is_cut_off()
    {
        lab.Require();
        using SshGuest guest = await ConnectAsync(lab.Login());

        GuestOutput output = await RunAsync(guest, "head -c 3000000 /dev/zero | tr '\\0' x");

        Assert.True(output.IsTruncated);
        Assert.Equal(1024 * 1024, output.Output.Length);
    }

    [Fact]
    public async Task A_command_that_hangs_ends_in_time()
    {
        lab.Require();
        using SshGuest guest = await ConnectAsync(lab.Login());

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => guest.RunAsync("sleep 600", null, TimeSpan.FromMilliseconds(300), CancellationToken.None));

        Assert.Equal(EcsErrorId.GuestCommandTimeout, error.ErrorId);
        Assert.False(error.WasNotCarriedOut);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_a_command_runs_is_no_success()
    {
        lab.Require();
        using SshGuest guest = await ConnectAsync(lab.Login());

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => RunAsync(guest, "kill -KILL $PPID; sleep 60"));

        Assert.Equal(EcsErrorId.GuestConnectionLost, error.ErrorId);
    }

    [Fact]
    public async Task Cancelling_is_no_error_of_the_guest()
    {
        lab.Require();
        using SshGuest guest = await ConnectAsync(lab.Login());
        using CancellationTokenSource stop = new();
        Task<GuestOutput> running = guest.RunAsync("sleep 600", null, TimeSpan.FromMinutes(10), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task An_unknown_host_is_refused_unless_new_ones_are_accepted_and_then_known()
    {
        lab.Require();
        string file = lab.PathOf("new_hosts");
        SshLogin login = lab.Login() with { KnownHostsPath = file };

        Assert.Equal(EcsErrorId.HostKeyUnknown, (await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(login))).ErrorId);
        Assert.False(File.Exists(file));
        using (SshGuest guest = await ConnectAsync(login with { HostKeyPolicy = HostKeyPolicy.AcceptNew }))
        {
            Assert.False(File.Exists(file));
            guest.Remember();
        }

        using SshGuest known = await ConnectAsync(login);
        Assert.StartsWith("|1|", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostKeyPolicy.Strict)]
    [InlineData(HostKeyPolicy.AcceptNew)]
    public async Task A_changed_key_is_refused(HostKeyPolicy policy)
    {
        lab.Require();
        string file = lab.PathOf($"changed_{policy}");
        string stranger = (await File.ReadAllTextAsync(lab.PathOf("stranger.pub"), TestContext.Current.CancellationToken)).Split(' ')[1];
        await File.WriteAllTextAsync(file, $"[127.0.0.1]:{lab.Port} ssh-ed25519 {stranger}\n", TestContext.Current.CancellationToken);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(lab.Login() with { KnownHostsPath = file, HostKeyPolicy = policy }));

        Assert.Equal(EcsErrorId.HostKeyMismatch, error.ErrorId);
        Assert.True(error.WasNotCarriedOut);
    }

    [Fact]
    public async Task A_fingerprint_decides_alone()
    {
        lab.Require();
        SshLogin login = lab.Login() with { KnownHostsPath = lab.PathOf("none"), HostKeyPolicy = HostKeyPolicy.Fingerprint };
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(login with { Fingerprint = "SHA256:AAAA" }));
        string fingerprint;
        using (SshGuest first = await ConnectAsync(lab.Login() with { KnownHostsPath = lab.PathOf("none"), HostKeyPolicy = HostKeyPolicy.AcceptNew }))
        {
            fingerprint = first.Fingerprint;
        }

        string digest = fingerprint["SHA256:".Length..];
        foreach (string given in new[] { fingerprint, digest, $" sha256:{digest}= " })
        {
            using SshGuest guest = await ConnectAsync(login with { Fingerprint = given });
            Assert.Equal(fingerprint, guest.Fingerprint);
        }

        Assert.Equal((EcsErrorId.FingerprintMismatch, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Equal(EcsErrorId.FingerprintMismatch, (await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(login with { Fingerprint = digest.ToUpperInvariant() }))).ErrorId);
        Assert.Equal(EcsErrorId.FingerprintMismatch, (await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(login with { Fingerprint = null }))).ErrorId);
        Assert.False(File.Exists(login.KnownHostsPath));
    }

    // The server has keys of three kinds: it is asked for the one that is known, or it would look like a forged one.
    [Theory]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-rsa")]
    [InlineData("ecdsa-sha2-nistp256")]
    public async Task ConnectAsync_OneKindOfKeyIsKnown_AsksForThatKind(string kind)
    {
        lab.Require();
        string file = lab.PathOf($"only_{kind}");
        string[] lines = await File.ReadAllLinesAsync(lab.KnownHosts, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(file, lines.Where(l => l.Split(' ')[1] == kind), TestContext.Current.CancellationToken);

        using SshGuest guest = await ConnectAsync(lab.Login() with { KnownHostsPath = file });

        Assert.Equal(lab.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), guest.Address.Split(':')[1]);
    }

    [Fact]
    public async Task ConnectAsync_RevokedKey_IsRefused()
    {
        lab.Require();
        string file = lab.PathOf("revoked");
        string[] lines = await File.ReadAllLinesAsync(lab.KnownHosts, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(file, lines.Select(l => "@revoked " + l), TestContext.Current.CancellationToken);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(lab.Login() with { KnownHostsPath = file, HostKeyPolicy = HostKeyPolicy.AcceptNew }));

        Assert.Equal((EcsErrorId.HostKeyMismatch, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_reached()
    {
        SshLogin login = new() { Port = SshLab.FreePort(), Password = SshLab.Secret("x"), KnownHostsPath = Path.GetTempFileName() };

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(login));
        File.Delete(login.KnownHostsPath);

        Assert.Equal(EcsErrorId.GuestUnreachable, error.ErrorId);
    }

    [Theory]
    [InlineData("SSH-2.0-OnlyABanner\r\n", EcsErrorId.GuestNotResponding)]
    [InlineData("", EcsErrorId.GuestNotResponding)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", EcsErrorId.GuestNotResponding)]
    public async Task Who_answers_but_does_not_go_on_is_left_in_time(string banner, string errorId)
    {
        await using LoopbackServer server = new(async (client, end) =>
        {
            await client.Client.SendAsync(System.Text.Encoding.ASCII.GetBytes(banner), end);
            await Task.Delay(Timeout.Infinite, end);
        });
        SshLogin login = new()
        {
            Port = server.Url.Port,
            Password = SshLab.Secret("x"),
            KnownHostsPath = lab.PathOf("nobody"),
            ConnectTimeout = TimeSpan.FromMilliseconds(700),
        };

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => ConnectAsync(login));

        Assert.Equal(errorId, error.ErrorId);
    }

    private static Task<SshGuest> ConnectAsync(SshLogin login) => SshGuest.ConnectAsync("127.0.0.1", login, TestContext.Current.CancellationToken);

    private static Task<GuestOutput> RunAsync(SshGuest guest, string command) =>
        guest.RunAsync(command, null, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
