using System.Collections.Generic;

using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;
using EcsTools.Model;

using Xunit;

namespace EcsTools.Core.Tests.Accounts;

public class EnvironmentAccountsTests
{
    [Theory]
    [InlineData("ALIBABA_CLOUD_")]
    [InlineData("ALIBABACLOUD_")]
    [InlineData("ALICLOUD_")]
    public void Alibaba_is_found_under_each_prefix(string prefix)
    {
        ConnectRequest found = Complete(new ConnectRequest(), (prefix + "ACCESS_KEY_ID", "id"), (prefix + "ACCESS_KEY_SECRET", "s"), (prefix + "REGION_ID", "cn-hangzhou"));

        Assert.Equal((EcsCloud.Alibaba, "id", "cn-hangzhou"), (found.Cloud, found.AccessKeyId, found.Region));
        Assert.Null(found.SecurityToken);
    }

    [Fact]
    public void Half_a_key_is_no_key()
    {
        EcsException error = Assert.Throws<EcsException>(() => Complete(new ConnectRequest(), ("ALIBABA_CLOUD_ACCESS_KEY_ID", "id")));

        Assert.Equal(EcsErrorId.CredentialNotFound, error.ErrorId);
    }

    [Fact]
    public void Several_clouds_are_not_guessed_among()
    {
        (string, string)[] both = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "a"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s"), ("HW_ACCESS_KEY", "h"), ("HW_SECRET_KEY", "s")];

        EcsException error = Assert.Throws<EcsException>(() => Complete(new ConnectRequest(), both));

        Assert.Equal(EcsErrorId.AmbiguousAccount, error.ErrorId);
        Assert.Equal("h", Complete(new ConnectRequest { Cloud = EcsCloud.Huawei }, both).AccessKeyId);
    }

    [Fact]
    public void The_common_names_are_Otcs_only_by_address_or_by_word()
    {
        (string, string)[] login = [("OS_USERNAME", "u"), ("OS_PASSWORD", "p"), ("OS_USER_DOMAIN_NAME", "OTC-EU-DE-1"), ("OS_PROJECT_NAME", "eu-de"), ("OS_REGION_NAME", "eu-de")];

        Assert.Equal(EcsErrorId.CredentialNotFound, Assert.Throws<EcsException>(() => Complete(new ConnectRequest(), login)).ErrorId);
        ConnectRequest found = Complete(new ConnectRequest(), [.. login, ("OS_AUTH_URL", "https://iam.eu-de.otc.t-systems.com/v3")]);
        Assert.Equal((EcsCloud.OpenTelekom, "u", "OTC-EU-DE-1", "eu-de"), (found.Cloud, found.UserName, found.DomainName, found.ProjectName));
    }

    [Fact]
    public void What_the_user_gave_wins()
    {
        ConnectRequest found = Complete(
            new ConnectRequest { Region = "cn-beijing" }, ("ALIBABA_CLOUD_ACCESS_KEY_ID", "a"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s"), ("ALIBABA_CLOUD_REGION_ID", "cn-hangzhou"));

        Assert.Equal("cn-beijing", found.Region);
    }

    [Fact]
    public void A_credential_without_its_cloud_is_refused()
    {
        EcsException error = Assert.Throws<EcsException>(() => Complete(new ConnectRequest { AccessKeyId = "a" }));

        Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
    }

    private static ConnectRequest Complete(ConnectRequest request, params (string Name, string Value)[] environment)
    {
        Dictionary<string, string> variables = [];
        foreach ((string name, string value) in environment)
        {
            variables[name] = value;
        }

        return EnvironmentAccounts.Complete(request, variables.GetValueOrDefault);
    }
}
