using System.Net;

using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Journaling;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Accounts;

public sealed class AccountRegistryTests : IDisposable
{
    private readonly SandboxServer _sandbox = SandboxServer.Start(new SandboxOptions { Clock = VirtualClock.SelfAdvancing() });
    private readonly AccountRegistry _registry = new();

    public void Dispose()
    {
        _registry.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Accounts_opened_side_by_side_keep_the_order_they_were_asked_for_in()
    {
        string[] names = ["c", "a", "b", "e", "d"];

        IReadOnlyList<ConnectedAccount> opened = await _registry.ConnectAllAsync(names.Select(n => Request(n, _sandbox.Credentials.AccessKeySecret)), TestContext.Current.CancellationToken);

        Assert.Equal(names, opened.Select(a => a.Info.Name));
        Assert.Equal(names, _registry.All.Select(a => a.Info.Name));
        Assert.Equal("d", _registry.All.Single(a => a.Info.IsDefault).Info.Name);
    }

    [Fact]
    public async Task One_that_is_refused_leaves_none_open()
    {
        ConnectRequest[] requests = [Request("good", _sandbox.Credentials.AccessKeySecret), Request("bad", "no secret of this sandbox")];

        await Assert.ThrowsAsync<EcsException>(() => _registry.ConnectAllAsync(requests, TestContext.Current.CancellationToken));

        Assert.Empty(_registry.All);
    }

    [Fact]
    public async Task ConnectAllAsync_OneIsRefused_EndsTheConnectionsOfTheOthers()
    {
        WatchedHandler handler = new(_sandbox.CreateHandler());
        ConnectRequest good = Request("good", _sandbox.Credentials.AccessKeySecret) with { HandlerFactory = () => handler };
        ConnectRequest bad = Request("bad", "no secret of this sandbox");

        await Assert.ThrowsAsync<EcsException>(() => _registry.ConnectAllAsync([good, bad], TestContext.Current.CancellationToken));

        Assert.True(handler.IsDisposed);
    }

    [Fact]
    public async Task ConnectAsync_CredentialIsRefused_EndsItsConnection()
    {
        WatchedHandler handler = new(_sandbox.CreateHandler());

        await Assert.ThrowsAsync<EcsException>(() => ConnectAsync("bad", "no secret of this sandbox", handler));

        Assert.True(handler.IsDisposed);
        Assert.Empty(_registry.All);
    }

    [Fact]
    public async Task ConnectAsync_SameNameInAnotherCase_ReplacesAndClosesTheFirst()
    {
        WatchedHandler handler = new(_sandbox.CreateHandler());
        await ConnectAsync("prod", handler: handler);
        await ConnectAsync("other");

        ConnectedAccount second = await ConnectAsync("PROD");

        Assert.True(handler.IsDisposed);
        Assert.Equal(["other", "PROD"], _registry.All.Select(a => a.Info.Name));
        Assert.Same(second, _registry.Get("prod"));
        Assert.Same(second, _registry.Get(null));
    }

    [Fact]
    public async Task Get_NameThatIsNotConnected_IsAccountNotFound()
    {
        Assert.Equal(EcsErrorId.NotConnected, Assert.Throws<EcsException>(() => _registry.Get("prod")).ErrorId);
        Assert.Equal(EcsErrorId.NotConnected, Assert.Throws<EcsException>(() => _registry.Get(null)).ErrorId);
        await ConnectAsync("prod");

        Assert.Equal("prod", _registry.Get("Prod").Info.Name);
        Assert.Equal(EcsErrorId.AccountNotFound, Assert.Throws<EcsException>(() => _registry.Get("prod-2")).ErrorId);
    }

    [Fact]
    public async Task Select_AnotherAccount_IsTheOnlyDefault()
    {
        ConnectedAccount first = await ConnectAsync("first");
        await ConnectAsync("second");

        _registry.Select(first);

        Assert.Same(first, _registry.Get(null));
        Assert.Equal([true, false], _registry.All.Select(a => a.Info.IsDefault));
    }

    // The next command must not go to an account that nobody has chosen.
    [Fact]
    public async Task Close_DefaultAccount_LeavesNoDefaultThoughOthersAreConnected()
    {
        WatchedHandler handler = new(_sandbox.CreateHandler());
        await ConnectAsync("first");
        ConnectedAccount second = await ConnectAsync("second", handler: handler);

        _registry.Close(second);

        Assert.True(handler.IsDisposed);
        EcsException error = Assert.Throws<EcsException>(() => _registry.Get(null));
        Assert.Equal(EcsErrorId.NotConnected, error.ErrorId);
        Assert.Contains("first", error.Message, StringComparison.Ordinal);
        Assert.Equal(["first"], _registry.All.Select(a => a.Info.Name));
    }

    [Fact]
    public async Task Close_AnotherAccount_KeepsTheDefault()
    {
        ConnectedAccount first = await ConnectAsync("first");
        ConnectedAccount second = await ConnectAsync("second");

        _registry.Close(first);

        Assert.Same(second, _registry.Get(null));
    }

    [Fact]
    public async Task Dispose_EndsAllConnections()
    {
        WatchedHandler first = new(_sandbox.CreateHandler());
        WatchedHandler second = new(_sandbox.CreateHandler());
        await ConnectAsync("first", handler: first);
        await ConnectAsync("second", handler: second);

        _registry.Dispose();

        Assert.True(first.IsDisposed && second.IsDisposed);
        Assert.Empty(_registry.All);
    }

    [Fact]
    public async Task ConnectAsync_AccountOfTheSandbox_SaysSoAndHasTheJournalOfTheSession()
    {
        Journal journal = Journal.ToRead("none");
        using AccountRegistry registry = new(() => journal);

        ConnectedAccount account = await registry.ConnectAsync(
            Request("x", _sandbox.Credentials.AccessKeySecret) with { Name = null, IsSandbox = true }, TestContext.Current.CancellationToken);

        Assert.Equal(("alibaba-cn-hangzhou", true), (account.Info.Name, account.Info.IsSandbox));
        Assert.Same(journal, account.Journal!());
    }

    [Fact]
    public async Task ConnectAsync_PlainHttpToAnotherMachine_IsRefusedAndNothingIsSent()
    {
        bool isAsked = false;
        ConnectRequest request = Request("plain", _sandbox.Credentials.AccessKeySecret) with
        {
            Endpoint = new Uri("http://ecs.example.com"),
            HandlerFactory = () =>
            {
                isAsked = true;
                return _sandbox.CreateHandler();
            },
        };

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _registry.ConnectAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.InsecureEndpoint, error.ErrorId);
        Assert.False(isAsked);
        Assert.Empty(_registry.All);
    }

    [Fact]
    public async Task ConnectAsync_ClockOfTheSandbox_IsTheAccountsClock()
    {
        TimeSpan elapsed = TimeSpan.FromHours(1);
        ConnectRequest request = Request("played", _sandbox.Credentials.AccessKeySecret) with { ClockElapsed = () => elapsed, ClockDelay = (_, _) => Task.CompletedTask };

        ConnectedAccount played = await _registry.ConnectAsync(request, TestContext.Current.CancellationToken);
        long begun = played.Time.GetTimestamp();
        elapsed += TimeSpan.FromMinutes(5);

        Assert.Equal(TimeSpan.FromMinutes(5), played.Time.GetElapsedTime(begun));
        Assert.Same(TimeProvider.System, (await ConnectAsync("real")).Time);
        Assert.Same(TimeProvider.System, (await _registry.ConnectAsync(request with { Name = "half", ClockDelay = null }, TestContext.Current.CancellationToken)).Time);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void ListAvailable_FileInTheWorkingFolder_IsListedWithItsProblem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A file of the working folder is checked otherwise on Windows.");
        string folder = Directory.CreateTempSubdirectory("ecstools-list-").FullName;
        string file = Path.Combine(folder, "clouds.yaml");
        File.WriteAllText(file, """
            clouds:
              whole-af31: {region_name: r1, auth: {auth_url: 'https://k.example.com/v3', username: ops, password: canary}}
              broken-af31: {auth: {auth_url: 'https://k.example.com/v3', username: ops}}
            """);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            EcsAvailableAccount[] found = [.. AccountRegistry.ListAvailable(folder).Where(a => a.Profile?.EndsWith("-af31", StringComparison.Ordinal) == true)];

            Assert.Equal(["whole-af31", "broken-af31"], found.Select(a => a.Profile));
            Assert.Equal((file, EcsCloud.OpenStack, "r1", "password", null), (found[0].Source, found[0].Cloud, found[0].Region, found[0].Method, found[0].Problem));
            Assert.NotNull(found[1].Problem);
            Assert.NotNull(found[1].RecommendedAction);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<ConnectedAccount> ConnectAsync(string name, string? secret = null, WatchedHandler? handler = null) => _registry.ConnectAsync(
        Request(name, secret ?? _sandbox.Credentials.AccessKeySecret) with { HandlerFactory = handler is null ? _sandbox.CreateHandler : () => handler },
        TestContext.Current.CancellationToken);

    private ConnectRequest Request(string name, string secret) => new()
    {
        Cloud = EcsCloud.Alibaba,
        Name = name,
        Region = "cn-hangzhou",
        AccessKeyId = _sandbox.Credentials.AccessKeyId,
        AccessKeySecret = new NetworkCredential("", secret).SecurePassword,
        HandlerFactory = _sandbox.CreateHandler,
    };

    private sealed class WatchedHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
