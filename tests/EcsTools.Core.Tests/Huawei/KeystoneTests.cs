using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Clouds.Keystone;

namespace EcsTools.Core.Tests.Huawei;

public class KeystoneTests
{
    private const string Tokens = "/v3/auth/tokens";
    private const string Servers = "/cloudservers/detail";

    [Fact]
    public async Task The_login_is_sent_as_the_sample_has_it_and_the_token_is_used()
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.OpenTelekom);

        Core.Clouds.CallerIdentity who = await cloud.ProveAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("POST", Tokens, ""), (network.Requests[0].Method, network.Requests[0].Path, network.Requests[0].Uri.Query));
        Assert.True(JToken.DeepEquals(Sample.Load("iam.token.password-project-nocatalog").RequestBody, network.Requests[0].Body));
        Assert.Equal("iam.eu-de.otc.t-systems.com", network.Requests[0].Uri.Host);
        Assert.Equal("application/json; charset=utf8", network.Requests[0].Headers["content-type"]);
        Assert.False(network.Requests[0].Headers.ContainsKey("x-auth-token"));
        Assert.Equal("token-1", network.Requests[1].Headers["x-auth-token"]);
        Assert.False(network.Requests[1].Headers.ContainsKey("authorization"));
        Assert.Equal(SampleNetwork.Project, who.AccountId);
        Assert.Equal("ops (OTC00000000001000012345)", who.Name);
    }

    [Fact]
    public async Task Without_a_project_the_one_named_as_the_region_is_meant()
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = HuaweiCloud.Open(network.Connect(EcsCloud.OpenTelekom), new KeystoneLogin
        {
            UserName = "ops",
            Password = "Made-Up.Pass1",
            UserDomainName = "OTC00000000001000012345",
        });

        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        Assert.True(JToken.DeepEquals(Sample.Load("iam.token.password-project").RequestBody, network.Requests[0].Body));
    }

    [Fact]
    public async Task A_one_time_code_goes_with_the_users_id()
    {
        SampleNetwork network = Network();
        KeystoneLogin login = new() { UserId = "u1", Password = "p", Passcode = "123456", ProjectId = "p1" };
        using HuaweiCloud cloud = HuaweiCloud.Open(network.Connect(EcsCloud.OpenTelekom), login);
        using HuaweiCloud nameless = HuaweiCloud.Open(network.Connect(EcsCloud.OpenTelekom), login with { UserId = null, UserName = "ops" });

        await cloud.ProveAsync(TestContext.Current.CancellationToken);
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => nameless.ProveAsync(TestContext.Current.CancellationToken));

        JToken identity = network.Requests[0].Body!["auth"]!["identity"]!;
        Assert.Equal(["password", "totp"], identity["methods"]!.Select(m => (string)m!));
        Assert.True(JToken.DeepEquals(JObject.Parse("""{"user":{"id":"u1","passcode":"123456"}}"""), identity["totp"]));
        Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
    }

    [Fact]
    public async Task The_token_is_renewed_at_half_its_life()
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.OpenTelekom);

        await cloud.ProveAsync(TestContext.Current.CancellationToken);
        network.Time.Advance(TimeSpan.FromHours(11.9));
        await cloud.ProveAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, Logins(network));
        network.Time.Advance(TimeSpan.FromHours(0.2));
        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, Logins(network));
        Assert.Equal("token-2", network.Requests[^1].Headers["x-auth-token"]);
    }

    [Fact]
    public async Task A_renewal_that_fails_in_time_leaves_the_token_in_use()
    {
        SampleNetwork network = Network();
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.OpenTelekom);
        await cloud.ProveAsync(TestContext.Current.CancellationToken);
        network.Answer("POST", Tokens, Sample.Load("error.401.IAM.0062"));
        network.Time.Advance(TimeSpan.FromHours(13));

        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        Assert.Equal("token-1", network.Requests[^1].Headers["x-auth-token"]);
        network.Time.Advance(TimeSpan.FromHours(12));
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.ProveAsync(TestContext.Current.CancellationToken));
        Assert.Equal(EcsErrorId.InvalidCredential, error.ErrorId);
        Assert.Equal(2, Logins(network));
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once_and_the_call_repeated_once()
    {
        SampleNetwork network = Network().Answer("GET", Servers, Sample.Load("error.401.Common.0013"), Sample.Load("ecs.servers.detail.page1"));
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.OpenTelekom);

        await cloud.ProveAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, Logins(network));
        Assert.Equal("token-2", network.Requests[^1].Headers["x-auth-token"]);
    }

    [Fact]
    public async Task A_token_that_is_refused_again_is_an_error()
    {
        SampleNetwork network = Network().Answer("GET", Servers, Sample.Load("error.401.Common.0013"));
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.OpenTelekom);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.ProveAsync(TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.InvalidCredential, error.ErrorId);
        Assert.Equal(2, Logins(network));
        Assert.Equal(2, network.Requests.Count(r => r.Path.EndsWith(Servers, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Many_calls_refused_together_log_in_once()
    {
        SampleNetwork network = Network().Answer(
            "GET", Servers, r => r.Headers["x-auth-token"] == "token-1" ? Sample.Load("error.401.Common.0013").ToResponse() : Sample.Load("ecs.servers.detail.page1").ToResponse());
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.OpenTelekom);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cloud.ProveAsync(TestContext.Current.CancellationToken)));

        Assert.Equal(2, Logins(network));
    }

    [Fact]
    public async Task A_wrong_password_is_sent_once_only_and_never_shown()
    {
        SampleNetwork network = new SampleNetwork().Answer("POST", Tokens, Sample.Load("error.401.IAM.0062"));
        using HuaweiCloud cloud = network.OpenByPassword(EcsCloud.OpenTelekom);

        EcsException first = await Assert.ThrowsAsync<EcsException>(() => cloud.ProveAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<EcsException>(() => cloud.ProveAsync(TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.InvalidCredential, first.ErrorId);
        Assert.Single(network.Requests);
        Assert.DoesNotContain("Made-Up", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_project_of_a_key_is_looked_up_once_by_name()
    {
        SampleNetwork network = new SampleNetwork().Replay("iam.projects.by-name").Answer("GET", Servers, Sample.Load("ecs.servers.detail.page1"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom, null);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cloud.ProveAsync(TestContext.Current.CancellationToken)));

        RecordedRequest lookup = Assert.Single(network.Requests, r => r.Path == "/v3/projects");
        lookup.AssertIs(Sample.Load("iam.projects.by-name"));
        Assert.False(lookup.Headers.ContainsKey("x-project-id"));
        Assert.True(lookup.Headers.ContainsKey("authorization"));
        Assert.All(network.Requests.Where(r => r != lookup), r => Assert.Equal(SampleNetwork.Project, r.Headers["x-project-id"]));
    }

    [Fact]
    public async Task A_project_that_does_not_exist_is_said_to()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", "/v3/projects", _ => SampleNetwork.Json(200, """{"projects":[{"id":"x","name":"eu-de_other"}]}"""));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom, null);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.ProveAsync(TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.RegionNotFound, error.ErrorId);
    }

    [Fact]
    public async Task A_wrong_signature_is_not_sent_again()
    {
        SampleNetwork network = new SampleNetwork().Answer("GET", Servers, Sample.Load("error.401.APIGW.0301.signature"));
        using HuaweiCloud cloud = network.OpenByKey(EcsCloud.OpenTelekom);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => cloud.ProveAsync(TestContext.Current.CancellationToken));

        Assert.Equal(EcsErrorId.InvalidCredential, error.ErrorId);
        Assert.Single(network.Requests);
    }

    private static int Logins(SampleNetwork network) => network.Requests.Count(r => r.Path == Tokens);

    private static SampleNetwork Network()
    {
        int count = 0;
        return new SampleNetwork()
            .Answer("GET", Servers, Sample.Load("ecs.servers.detail.page1"))
            .Answer("POST", Tokens, _ =>
            {
                HttpResponseMessage response = Sample.Load("iam.token.password-project-nocatalog").ToResponse();
                response.Headers.Remove("X-Subject-Token");
                response.Headers.Add("X-Subject-Token", $"token-{++count}");
                return response;
            });
    }
}
