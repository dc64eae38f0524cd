using System.Net;
using System.Security;

using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>Credentials that the user gives: which are whole, and for which cloud.</summary>
public sealed class ExplicitAccountTests : IDisposable
{
    private static readonly SecureString Secret = new NetworkCredential("", FakeMachine.Secret).SecurePassword;
    private readonly FakeMachine _machine = new();

    public static TheoryData<object, string> Broken => new()
    {
        { new ConnectRequest { AccessKeyId = "x", AccessKeySecret = Secret }, EcsErrorId.InvalidInput },
        { new ConnectRequest { UserName = "ops", Password = Secret, DomainName = "acct" }, EcsErrorId.InvalidInput },
        { new ConnectRequest { Token = Secret }, EcsErrorId.InvalidInput },
        { new ConnectRequest { Cloud = EcsCloud.Alibaba, AccessKeyId = "x" }, EcsErrorId.CredentialNotFound },
        { new ConnectRequest { Cloud = EcsCloud.Alibaba, AccessKeyId = "", AccessKeySecret = Secret }, EcsErrorId.CredentialNotFound },
        { new ConnectRequest { Cloud = EcsCloud.Huawei, UserName = "ops", DomainName = "acct" }, EcsErrorId.CredentialNotFound },
        { new ConnectRequest { Cloud = EcsCloud.Huawei, UserName = "", Password = Secret, DomainName = "acct" }, EcsErrorId.CredentialNotFound },
        { new ConnectRequest { Cloud = EcsCloud.Huawei, UserName = "ops", Password = Secret }, EcsErrorId.InvalidInput },
        { new ConnectRequest { Cloud = EcsCloud.OpenTelekom, UserName = "ops", Password = Secret }, EcsErrorId.InvalidInput },
    };

    public void Dispose() => _machine.Dispose();

    // What the user gave is never completed from elsewhere: the environment has a credential of its own here.
    [Theory]
    [MemberData(nameof(Broken))]
    public void Choose_CredentialThatIsNotWhole_IsRefusedThoughTheEnvironmentHasOne(object request, string errorId)
    {
        _machine.Set("ALIBABA_CLOUD_ACCESS_KEY_ID=x", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary");

        Assert.Equal(errorId, _machine.Refuse((ConnectRequest)request).ErrorId);
    }

    [Fact]
    public async Task Choose_AccessKey_IsTakenWithItsSessionToken()
    {
        AccountCandidate offer = _machine.Choose(new()
        {
            Cloud = EcsCloud.Alibaba,
            AccessKeyId = "STS.x",
            AccessKeySecret = Secret,
            SecurityToken = new NetworkCredential("", "session").SecurePassword,
        });

        Assert.Equal(new AccessKey("STS.x", FakeMachine.Secret, "session"), await _machine.GetKeyAsync(offer));
        Assert.Equal(CredentialSourceKind.Environment, offer.Step);
    }

    [Theory]
    [InlineData(EcsCloud.Huawei, null, "u-1", null, null)]
    [InlineData(EcsCloud.Huawei, "ops", null, "acct", null)]
    [InlineData(EcsCloud.Huawei, "ops", null, null, "d-1")]
    [InlineData(EcsCloud.OpenStack, "ops", null, null, null)]
    public void Choose_UserWithAPassword_LogsInAsThatUser(EcsCloud cloud, string? name, string? id, string? domain, string? domainId)
    {
        AccountCandidate offer = _machine.Choose(new()
        {
            Cloud = cloud,
            UserName = name,
            UserId = id,
            Password = Secret,
            DomainName = domain,
            DomainId = domainId,
            Endpoint = new Uri("https://k.example.com/v3"),
        });

        Assert.Equal((name, id, FakeMachine.Secret, domain, domainId), (offer.Login!.UserName, offer.Login.UserId, offer.Login.Password, offer.Login.UserDomainName, offer.Login.UserDomainId));
        Assert.Null(offer.Login.Passcode);
    }

    [Fact]
    public void Choose_Token_GoesBeforeAUserWithoutAPassword()
    {
        AccountCandidate offer = _machine.Choose(new() { Cloud = EcsCloud.Huawei, UserName = "ops", Token = Secret });

        Assert.Equal((FakeMachine.Secret, null), (offer.Login!.Token, offer.Login.UserName));
    }

    [Fact]
    public void Choose_PasscodeAndProjectDomain_AreToldToKeystone()
    {
        AccountCandidate offer = _machine.Choose(new()
        {
            Cloud = EcsCloud.OpenStack,
            UserId = "u-1",
            Password = Secret,
            Passcode = new NetworkCredential("", "123456").SecurePassword,
            ProjectName = "web",
            ProjectDomainName = "People",
            Endpoint = new Uri("https://k.example.com/v3"),
        });

        Assert.Equal(("123456", "People", null, "web"), (offer.Login!.Passcode, offer.Login.ProjectDomainName, offer.Login.ProjectDomainId, offer.ProjectName));
    }

    [Theory]
    [InlineData("d", "n", null, null, EcsCloud.OpenStack)]
    [InlineData(null, null, "d", "n", EcsCloud.OpenStack)]
    [InlineData("d", null, "d", null, EcsCloud.Huawei)]
    [InlineData("d", null, null, "n", EcsCloud.OpenTelekom)]
    public void Choose_DomainsThatContradictOrAreNotTaken_AreRefused(string? id, string? name, string? projectId, string? projectName, EcsCloud cloud)
    {
        ConnectRequest request = new()
        {
            Cloud = cloud,
            UserName = "ops",
            Password = Secret,
            DomainId = id,
            DomainName = name,
            ProjectDomainId = projectId,
            ProjectDomainName = projectName,
            Endpoint = new Uri("https://k.example.com/v3"),
        };

        Assert.Equal(EcsErrorId.InvalidInput, _machine.Refuse(request).ErrorId);
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba, true, false, false)]
    [InlineData(EcsCloud.OpenStack, false, false, true)]
    [InlineData(EcsCloud.OpenStack, false, true, false)]
    [InlineData(EcsCloud.Huawei, false, false, false)]
    [InlineData(EcsCloud.Huawei, true, false, true)]
    [InlineData(null, true, false, true)]
    [InlineData(null, false, true, false)]
    public void IsUser_PairOfNameAndSecret_IsWhatItsCloudTakesItFor(EcsCloud? cloud, bool namesUser, bool namesKey, bool expected) =>
        Assert.Equal(expected, CredentialPairs.IsUser(cloud, namesUser, namesKey));
}
