using System.Net;

using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Journaling;
using EcsTools.Core.Providers;
using EcsTools.Core.Providers.Registration;
using EcsTools.Sandbox;

namespace EcsTools.Internal;

/// <summary>A sandbox together with what the session has made for it: accounts and the files with the private keys.</summary>
internal sealed class SandboxSession : IDisposable
{
    private static readonly IReadOnlyList<SandboxSignIn> SignIns = SandboxSignIns.All;

    private readonly SandboxServer _server;
    private readonly AccountRegistry _registry;
    private readonly List<ConnectedAccount> _accounts = [];
    private readonly LateKeyFile _keyFile;
    private readonly LateKeyFile _secondKeyFile;

    /// <summary>Starts a sandbox.</summary>
    public SandboxSession(SandboxOptions options, AccountRegistry registry)
    {
        _registry = registry;
        _server = SandboxServer.Start(options);
        _keyFile = new LateKeyFile(_server.ExportPrivateKey);
        _secondKeyFile = new LateKeyFile(_server.ExportSecondPrivateKey);
    }

    /// <summary>Where its operations are written down.</summary>
    public SandboxJournals Journals { get; } = new();

    /// <summary>Serves on loopback.</summary>
    public void Listen(int port) => _server.Listen(port);

    /// <summary>Opens an account at each of its clouds; the first is the default.</summary>
    /// <exception cref="EcsException">A cloud refused.</exception>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        // The faults are for the user's commands: a login that fails would leave nothing to try them on.
        _server.PlaysFaults = false;
        _accounts.AddRange(await _registry.ConnectAllAsync(SignIns.Select(Request), cancellation).ConfigureAwait(false));
        _registry.Select(_accounts[0]);
        _server.PlaysFaults = true;
    }

    /// <summary>What the user sees of it, with the counters as they are now.</summary>
    public EcsSandbox Describe() => new()
    {
        Url = _server.Url,
        AccessKeyId = _server.Credentials.AccessKeyId,
        AccessKeySecret = _server.Credentials.AccessKeySecret,
        ProjectId = _server.MainProjectId,
        OtcProjectId = _server.OtcProjectId,
        DomainName = _server.Credentials.DomainName,
        UserName = _server.Credentials.UserName,
        Password = _server.Credentials.Password,
        KeyPairName = _server.Credentials.KeyPairName,
        KeyFile = _keyFile.Path,
        WriteKeyFile = _keyFile.Write,
        SecondKeyPairName = _server.Credentials.SecondKeyPairName,
        SecondKeyFile = _secondKeyFile.Path,
        WriteSecondKeyFile = _secondKeyFile.Write,
        Accounts = [.. _accounts.Select(a => a.Info.Name)],
        InstanceCount = _server.InstanceCount,
        RequestCount = _server.RequestCount,
        WriteCount = _server.WriteCount,
        Operations = _server.Operations,
        Effects = SignIns.SelectMany(s => _server.Effects(CloudOf(s)).Select(e => (Name: $"{s.Cloud}:{e.Key}", e.Value))).ToDictionary(e => e.Name, e => e.Value),
    };

    /// <summary>Closes its accounts, ends it and removes the key files and what its journals hold.</summary>
    public void Dispose()
    {
        foreach (ConnectedAccount account in _accounts)
        {
            _registry.Close(account);
        }

        _keyFile.Dispose();
        _secondKeyFile.Dispose();
        _server.Dispose();
        Journals.Dispose();
    }

    private static SandboxCloud CloudOf(SandboxSignIn signIn) => (SandboxCloud)Enum.Parse(typeof(SandboxCloud), signIn.Cloud.ToString());

    private ConnectRequest Request(SandboxSignIn signIn)
    {
        VirtualClock clock = _server.Clock;
        ConnectRequest request = new()
        {
            Cloud = signIn.Cloud,
            Name = signIn.AccountName,
            Region = _server.Regions(CloudOf(signIn))[0],
            HandlerFactory = _server.CreateHandler,
            ClockElapsed = () => clock.Elapsed,
            ClockDelay = clock.Delay,
            IsSandbox = true,
            SandboxJournals = Journals,
        };
        return !signIn.ByPassword ? WithKey(request) : request with
        {
            DomainName = _server.Credentials.DomainName,
            UserName = _server.Credentials.UserName,
            Password = new NetworkCredential("", _server.Credentials.Password).SecurePassword,
        };
    }

    private ConnectRequest WithKey(ConnectRequest request) => request with
    {
        AccessKeyId = _server.Credentials.AccessKeyId,
        AccessKeySecret = new NetworkCredential("", _server.Credentials.AccessKeySecret).SecurePassword,
    };
}
