using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

public sealed class HuaweiMetadataTests : IDisposable
{
    private readonly FakeMachine _machine = new FakeMachine()
        .Write("hardware/product_name", "OpenStack Nova").Write("hardware/chassis_asset_tag", "OpenTelekomCloud").WithServerMetadata();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("OpenTelekomCloud", EcsCloud.OpenTelekom)]
    [InlineData("HUAWEICLOUD", EcsCloud.Huawei)]
    public async Task A_server_knows_its_clouds_key_and_region(string tag, EcsCloud cloud)
    {
        _machine.Write("hardware/chassis_asset_tag", tag + "\n");
        AccountCandidate offer = _machine.Choose();

        AccessKey key = await _machine.GetKeyAsync(offer);

        Assert.Equal((cloud, "metadata service", "eu-de"), (offer.Cloud, offer.Source, await offer.FindRegion!(TestContext.Current.CancellationToken)));
        Assert.Equal(("TEMPACCESSKEY0000001", "canary-token", new DateTimeOffset(2026, 9, 18, 7, 40, 0, TimeSpan.Zero)), (key.Id, key.SecurityToken, key.ExpiresAt));
        Assert.Equal("21600", _machine.Network.Requests[0].Headers["x-metadata-token-ttl-seconds"]);
        Assert.All(_machine.Network.Requests, r => Assert.Equal("http://169.254.169.254", r.Uri.GetLeftPart(UriPartial.Authority)));
        Assert.All(_machine.Network.Requests.Where(r => r.Method == "GET"), r => Assert.Equal("canary-metadata-token", r.Headers["x-metadata-token"]));
    }

    [Fact]
    public void A_machine_of_nobody_we_know_is_asked_at_the_users_word_only_where_its_name_cannot_be_read()
    {
        _machine.Write("hardware/chassis_asset_tag", "none");
        Assert.Empty(_machine.List(EcsCloud.Huawei));

        System.IO.File.Delete(_machine.At("hardware/product_name"));
        Assert.Single(_machine.List(EcsCloud.Huawei));
        Assert.Empty(_machine.List());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(503)]
    public async Task The_old_style_goes_without_a_token(int status)
    {
        _machine.Network.Answer("PUT", "/api/token", _ => SampleNetwork.Json(status, ""));

        Assert.Equal("TEMPACCESSKEY0000001", (await _machine.GetKeyAsync(_machine.Choose())).Id);
        Assert.False(_machine.Network.Requests[^1].Headers.ContainsKey("x-metadata-token"));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_got_again_once()
    {
        int asked = 0;
        _machine.Network.Answer("GET", "/securitykey", _ => ++asked == 1 ? SampleNetwork.Json(401, "expired") : SampleNetwork.Json(200, FakeHuaweiMetadata.Key));
        await _machine.GetKeyAsync(_machine.Choose());
        Assert.Equal(2, _machine.Network.Requests.Count(r => r.Method == "PUT"));

        _machine.Network.Answer("GET", "/securitykey", _ => SampleNetwork.Json(401, "canary"));
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.Choose()));
        Assert.Equal((EcsErrorId.CredentialNotFound, 401), (error.ErrorId, error.HttpStatus));
        Assert.Equal(4, _machine.Network.Requests.Count(r => r.Method == "PUT"));
        FakeMachine.AssertSaysNothing(error.ToString());
    }

    [Fact]
    public async Task A_server_without_an_agency_is_asked_once()
    {
        _machine.Network.Answer("GET", "/securitykey", _ => SampleNetwork.Json(401, "Please configure Cloud Service Agency first"));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(_machine.Choose()));

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
        Assert.Equal(2, _machine.Network.Requests.Count);
    }

    [Fact]
    public async Task The_key_is_fetched_anew_before_the_service_hands_out_the_next_one()
    {
        IAccessKeyProvider source = _machine.Open(_machine.Choose());
        await source.GetAsync(TestContext.Current.CancellationToken);
        _machine.Network.Time.Advance(TimeSpan.FromMinutes(46));

        await source.GetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, _machine.Network.Requests.Count(r => r.Path.EndsWith("/securitykey", StringComparison.Ordinal)));
    }
}
