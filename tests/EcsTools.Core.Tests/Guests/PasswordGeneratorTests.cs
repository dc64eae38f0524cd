using System.Security;

using EcsTools.Core.Guests;
using EcsTools.Core.Providers;
using EcsTools.Core.Security;

namespace EcsTools.Core.Tests.Guests;

public class PasswordGeneratorTests
{
    [Theory]
    [InlineData(EcsCloud.Alibaba, EcsOsType.Linux)]
    [InlineData(EcsCloud.Alibaba, EcsOsType.Windows)]
    [InlineData(EcsCloud.Huawei, EcsOsType.Linux)]
    [InlineData(EcsCloud.Huawei, EcsOsType.Windows)]
    [InlineData(EcsCloud.OpenTelekom, EcsOsType.Linux)]
    [InlineData(EcsCloud.OpenStack, EcsOsType.Linux)]
    public void What_is_made_fits_the_cloud_and_is_never_made_twice(EcsCloud cloud, EcsOsType os)
    {
        HashSet<string> made = [];
        for (int i = 0; i < 200; i++)
        {
            using SecureString password = PasswordGenerator.Generate(cloud, os);

            Assert.Equal(EcsRequirementOutcome.Passed, CloudProviders.Get(cloud).CheckPassword(password, os).Outcome);
            Assert.True(made.Add(SecretText.Reveal(password)));
        }

        Assert.All(made, p => Assert.Equal(20, p.Length));
    }

    [Theory]
    [InlineData(EcsCloud.Alibaba, "short1A")]
    [InlineData(EcsCloud.Alibaba, "alllowercase")]
    [InlineData(EcsCloud.Huawei, "With-Root-in-1t")]
    [InlineData(EcsCloud.OpenTelekom, "With space 1")]
    [InlineData(EcsCloud.OpenStack, "line\nfeed1A")]
    public void What_does_not_fit_is_refused_without_quoting_it(EcsCloud cloud, string text)
    {
        using SecureString password = new();
        text.ToList().ForEach(password.AppendChar);

        EcsRequirement requirement = CloudProviders.Get(cloud).CheckPassword(password, EcsOsType.Linux);

        Assert.Equal((EcsRequirementId.Login, EcsRequirementOutcome.Failed), (requirement.Id, requirement.Outcome));
        Assert.DoesNotContain(text, requirement.Detail + requirement.Remedy, System.StringComparison.Ordinal);
    }
}
