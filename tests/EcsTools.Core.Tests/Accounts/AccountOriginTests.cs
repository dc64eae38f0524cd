using System.Net;
using System.Text;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>An object is acted on through the account it came from, not through one that goes to the same place.</summary>
public sealed class AccountOriginTests : IDisposable
{
    private const string Key = "Alibaba/1/r";
    private readonly AccountRegistry _accounts = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-origin-").FullName;

    public void Dispose()
    {
        _accounts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("reader", "reader", "reader")]
    [InlineData("admin", "admin", "admin")]
    [InlineData("reader", "renamed", "reader")]
    [InlineData("reader", "admin", "reader")]
    [InlineData("", "admin", "admin")]
    [InlineData("", "", EcsErrorId.AmbiguousAccount)]
    [InlineData("", "renamed", EcsErrorId.AmbiguousAccount)]
    [InlineData("gone", "admin", null)]
    public async Task FindOrigin_TwoIdentitiesWithOneKey_FindsTheObjectsOwn(string identity, string name, string? expected)
    {
        await OpenAsync("k.example.com", "reader");
        await OpenAsync("k.example.com", "admin");
        string key = _accounts.All[0].Info.AccountKey;

        Assert.Equal(key, _accounts.All[1].Info.AccountKey);
        Assert.Equal(expected, Find(new AccountOrigin(key, IdentityOf(identity), name, "web-01")));
    }

    // Another identity may have read it through an account that is closed by now.
    [Theory]
    [InlineData("reader", "renamed", "reader")]
    [InlineData("", "reader", "reader")]
    [InlineData("", "renamed", EcsErrorId.AmbiguousAccount)]
    [InlineData("admin", "reader", null)]
    public async Task FindOrigin_OneAccountWithTheKey_IsTakenOnlyIfItIsTheObjectsOwn(string identity, string name, string? expected)
    {
        await OpenAsync("k.example.com", "reader");

        Assert.Equal(expected, Find(new AccountOrigin(_accounts.All[0].Info.AccountKey, IdentityOf(identity), name, "web-01")));
    }

    [Fact]
    public async Task FindOrigin_OneIdentityTwice_GoesByTheName()
    {
        await OpenAsync("k.example.com", "reader", "one");
        await OpenAsync("k.example.com", "reader", "two");
        AccountOrigin origin = new(_accounts.All[0].Info.AccountKey, IdentityOf("reader"), "two", "web-01");

        Assert.Equal("two", Find(origin));
        Assert.True(origin.Allows(_accounts.Get("one"), _accounts.All));
        Assert.Equal(EcsErrorId.AmbiguousAccount, Find(origin with { Name = "three" }));
    }

    [Fact]
    public async Task ConnectAsync_TwoCloudsWithOneProjectId_GivesTwoKeys()
    {
        await OpenAsync("main.example.com", "ops", "main");
        await OpenAsync("spare.example.com:5000", "ops", "spare");
        EcsInstance server = (await InstanceLookup.FindByIdAsync(_accounts.Get("spare"), ["s-1"], TestContext.Current.CancellationToken))["s-1"];

        Assert.Equal(["OpenStack/main.example.com/p-1/r-1", "OpenStack/spare.example.com:5000/p-1/r-1"], _accounts.All.Select(a => a.Info.AccountKey));
        Assert.Equal("spare", Find(new AccountOrigin(server.AccountKey, server.AccountIdentity, server.Account, "web-01")));
        Assert.Equal("main", Find(new AccountOrigin("OpenStack/main.example.com/p-1/r-1", server.AccountIdentity, "spare", "web-01")));
    }

    [Fact]
    public async Task FindOrigin_ObjectOfAVersionWithoutTheEndpoint_IsRefused()
    {
        await OpenAsync("k.example.com", "ops", "lab");
        AccountOrigin old = new("OpenStack/p-1/r-1", "", "lab", "web-01");

        Assert.Equal(EcsErrorId.AmbiguousAccount, Find(old));
        Assert.Equal("lab", Find(old with { IsOfJournal = true }));
        Assert.Equal(EcsErrorId.AmbiguousAccount, Find(old with { IsOfJournal = true, Name = "other" }));
        await OpenAsync("spare.example.com", "ops", "spare");
        Assert.Equal(EcsErrorId.AmbiguousAccount, Find(old with { IsOfJournal = true }));
    }

    [Fact]
    public async Task Allows_NamedAccountWithAnotherIdentity_IsFalse()
    {
        await OpenAsync("k.example.com", "reader");
        await OpenAsync("k.example.com", "admin");
        string key = _accounts.All[0].Info.AccountKey;

        Assert.False(new AccountOrigin(key, IdentityOf("reader"), "reader", "x").Allows(_accounts.Get("admin"), _accounts.All));
        Assert.False(new AccountOrigin(key, "", "reader", "x").Allows(_accounts.Get("admin"), _accounts.All));
        Assert.True(new AccountOrigin(key, "", "closed", "x").Allows(_accounts.Get("admin"), _accounts.All));
    }

    [Fact]
    public void RefuseAgain_OperationThatVersionWithoutTheEndpointLeftOpen_IsSeen()
    {
        Journal journal = Journal.Open(_folder);
        journal.Write(Entry("OpenStack/p-1/r-1", "before"));

        EcsException error = Assert.Throws<EcsException>(() => journal.RefuseAgain(Entry("OpenStack/k.example.com/p-1/r-1", "after")));

        Assert.Equal(EcsErrorId.OperationInProgress, error.ErrorId);
        Assert.Single(journal.ReadOf("OpenStack/k.example.com/p-1/r-1", ["s-1"]));
    }

    [Theory]
    [InlineData("https://K.example.com/v3", "k.example.com")]
    [InlineData("https://k.example.com:443/v3/", "k.example.com")]
    [InlineData("https://k.example.com:5000", "k.example.com:5000")]
    [InlineData("https://cloud.example.com/identity/v3", "cloud.example.com/identity")]
    public void Site_IsTheSameHoweverItIsWritten(string address, string expected) => Assert.Equal(expected, AccountKeys.Site(new Uri(address)));

    private static string IdentityOf(string user) => user.Length == 0 ? "" : $"{user} (People)";

    private static JournalEntry Entry(string key, string id) => new() { OperationId = id, Kind = "Release", InstanceId = "s-1", InstanceName = "web-01", AccountKey = key };

    private string? Find(AccountOrigin origin)
    {
        try
        {
            return _accounts.FindOrigin(origin)?.Info.Name;
        }
        catch (EcsException error)
        {
            Assert.True(error.WasNotCarriedOut);
            return error.ErrorId;
        }
    }

    private async Task OpenAsync(string host, string user, string? name = null) => await _accounts.ConnectAsync(
        new ConnectRequest
        {
            Cloud = EcsCloud.OpenStack,
            Name = name ?? user,
            Region = "r-1",
            Endpoint = new Uri($"https://{host}/v3"),
            UserName = user,
            Password = new NetworkCredential("", "canary").SecurePassword,
            ProjectId = "p-1",
            HandlerFactory = () => new Cloud(host, user),
        },
        TestContext.Current.CancellationToken);

    private sealed class Cloud(string host, string user) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal(host.Split(':')[0], request.RequestUri!.Host);
            string path = request.RequestUri.AbsolutePath;
            HttpResponseMessage answer = new(path.EndsWith("/auth/tokens", StringComparison.Ordinal) || path.Contains("/v2.1", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.MultipleChoices)
            {
                Content = new StringContent(Body(path), Encoding.UTF8, "application/json"),
            };
            answer.Headers.Add("X-Subject-Token", "token-1");
            return Task.FromResult(answer);
        }

        private string Body(string path) => path.EndsWith("/auth/tokens", StringComparison.Ordinal)
            ? $$$"""{"token": {"project": {"id": "p-1"}, "user": {"id": "u-1", "name": "{{{user}}}", "domain": {"name": "People"}}, "catalog": [{"type": "compute", "endpoints": [{"interface": "public", "region_id": "r-1", "url": "https://{{{host}}}/v2.1"}]}]}}"""
            : path.EndsWith("/servers/detail", StringComparison.Ordinal) ? """{"servers": [{"id": "s-1", "name": "web-01", "status": "ACTIVE", "flavor": {"id": "f"}}]}"""
            : path.EndsWith("/servers/s-1", StringComparison.Ordinal) ? """{"server": {"id": "s-1", "name": "web-01", "status": "ACTIVE", "flavor": {"id": "f"}}}"""
            : path.Contains("/flavors", StringComparison.Ordinal) ? """{"flavors": [{"id": "f", "vcpus": 1, "ram": 1, "disk": 1}]}"""
            : "{}";
    }
}
