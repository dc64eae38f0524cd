using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

using Microsoft.Extensions.Time.Testing;

namespace EcsTools.Core.Tests.Accounts;

public class RenewingAccessKeyTests
{
    private readonly FakeTimeProvider _wall = new(new DateTimeOffset(2026, 9, 18, 6, 0, 0, TimeSpan.Zero));
    private int _fetched;

    [Fact]
    public async Task A_key_is_renewed_a_quarter_of_an_hour_before_its_end()
    {
        RefreshingAccessKeyProvider source = Open(TimeSpan.FromHours(1));

        Assert.Equal("key-1", await GetAsync(source));
        _wall.Advance(TimeSpan.FromMinutes(44));
        Assert.Equal("key-1", await GetAsync(source));
        _wall.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("key-2", await GetAsync(source));
        Assert.Equal(2, _fetched);
    }

    [Fact]
    public async Task A_short_lived_key_is_renewed_at_half_of_its_life()
    {
        RefreshingAccessKeyProvider source = Open(TimeSpan.FromMinutes(15));

        await GetAsync(source);
        _wall.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal("key-1", await GetAsync(source));
        _wall.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("key-2", await GetAsync(source));
    }

    [Fact]
    public async Task A_key_without_an_end_is_kept()
    {
        RefreshingAccessKeyProvider source = new(_ => Task.FromResult(new AccessKey($"key-{++_fetched}", "s")), _wall);

        await GetAsync(source);
        _wall.Advance(TimeSpan.FromDays(1000));

        Assert.Equal("key-1", await GetAsync(source));
    }

    [Fact]
    public async Task An_issuer_that_hands_out_the_same_key_again_is_asked_ever_oftener_but_not_without_pause()
    {
        DateTimeOffset end = _wall.GetUtcNow() + TimeSpan.FromMinutes(16);
        RefreshingAccessKeyProvider source = new(
            _ =>
            {
                _fetched++;
                return Task.FromResult(new AccessKey("same", "s", null, end));
            },
            _wall);

        for (int second = 0; second < 15 * 60; second++)
        {
            await GetAsync(source);
            _wall.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_fetched, 4, 8);
    }

    [Fact]
    public async Task A_renewal_that_fails_in_time_leaves_the_key_in_use_until_it_ends()
    {
        bool fails = false;
        RefreshingAccessKeyProvider source = new(
            _ => fails
                ? throw new EcsException(EcsErrorId.CannotConnect, "down")
                : Task.FromResult(new AccessKey($"key-{++_fetched}", "s", null, _wall.GetUtcNow() + TimeSpan.FromHours(1))),
            _wall);
        await GetAsync(source);
        fails = true;

        _wall.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal("key-1", await GetAsync(source));
        _wall.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(EcsErrorId.CannotConnect, (await Assert.ThrowsAsync<EcsException>(() => GetAsync(source))).ErrorId);
        fails = false;
        Assert.Equal("key-2", await GetAsync(source));
    }

    [Fact]
    public async Task Many_callers_share_one_renewal()
    {
        TaskCompletionSource<AccessKey> answer = new();
        RefreshingAccessKeyProvider source = new(
            _ =>
            {
                _fetched++;
                return answer.Task;
            },
            _wall);
        Task<string>[] callers = [.. Enumerable.Range(0, 20).Select(_ => GetAsync(source))];

        answer.SetResult(new AccessKey("key-1", "s", null, _wall.GetUtcNow() + TimeSpan.FromHours(1)));
        await Task.WhenAll(callers);

        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task Of_many_calls_refused_together_the_first_drops_the_key()
    {
        RefreshingAccessKeyProvider source = Open(TimeSpan.FromHours(1));
        await GetAsync(source);
        _wall.Advance(TimeSpan.FromMinutes(5));

        Assert.True(source.TryInvalidate());
        Assert.Equal("key-2", await GetAsync(source));
        Assert.True(source.TryInvalidate());
        Assert.Equal("key-2", await GetAsync(source));
    }

    [Fact]
    public async Task An_assumed_role_is_assumed_again_in_time_with_another_nonce()
    {
        using FakeMachine machine = new FakeMachine().WithSts().Set("ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary-secret");
        IAccessKeyProvider source = machine.Open(machine.Choose(new() { RoleArn = "acs:ram::1:role/ops" }));

        await GetAsync(source);
        machine.Network.Time.Advance(TimeSpan.FromMinutes(44));
        Assert.Equal("STS.1", await GetAsync(source));
        machine.Network.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("STS.2", await GetAsync(source));
        Assert.Equal(2, machine.Network.Requests.Select(r => r.Headers["x-acs-signature-nonce"]).Distinct().Count());
        Assert.Equal("EcsTools", machine.Network.Requests[0].Query["RoleSessionName"]);
    }

    [Fact]
    public async Task A_temporary_key_that_the_cloud_calls_expired_is_fetched_anew_and_the_call_repeated_once()
    {
        using FakeMachine machine = new();
        int calls = 0;
        machine.WithSts().Set("ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary-secret", "ALIBABA_CLOUD_REGION_ID=cn-hangzhou");
        SampleNetwork network = machine.Network;
        network.Answer("POST", "/", r => r.Headers["x-acs-action"] == "AssumeRole"
            ? SampleNetwork.Json(200, $$"""{"Credentials":{{FakeAlibabaMetadata.Key(machine, $"STS.{++_fetched}")}}}""")
            : ++calls == 2
                ? SampleNetwork.Json(400, """{"Code":"InvalidSecurityToken.Expired","Message":"Specified SecurityToken is expired.","RequestId":"r"}""")
                : SampleNetwork.Json(200, """{"AccountId":"1","Arn":"acs:ram::1:assumed-role/ops/EcsTools"}"""));
        AccountCandidate offer = machine.Choose(new() { RoleArn = "acs:ram::1:role/ops" });
        using Core.Clouds.ICloud cloud = Core.Providers.CloudProviders.Get(offer.Cloud).Open(offer, machine.Connect(offer));

        await cloud.ProveAsync(TestContext.Current.CancellationToken);
        network.Time.Advance(TimeSpan.FromMinutes(1));
        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, 3), (_fetched, calls));
        Assert.Equal("STS.2", network.Requests[^1].Headers["x-acs-accesskey-id"]);
    }

    private static async Task<string> GetAsync(IAccessKeyProvider source) => (await source.GetAsync(TestContext.Current.CancellationToken)).Id;

    private RefreshingAccessKeyProvider Open(TimeSpan life) => new(
        _ => Task.FromResult(new AccessKey($"key-{++_fetched}", "s", "t", _wall.GetUtcNow() + life)), _wall);
}
