using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Guests;

public class GuestUserTests
{
    [Theory]
    [InlineData("root")]
    [InlineData("_apt")]
    [InlineData("first.last-2")]
    public void A_name_of_useradd_passes(string name) => Assert.Equal(name, GuestUser.Require(name));

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData("root\n")]
    [InlineData("a b")]
    [InlineData("$(reboot)")]
    [InlineData("a;b")]
    [InlineData("a'b")]
    [InlineData("jörg")]
    [InlineData("a23456789012345678901234567890123")]
    public void What_could_mean_something_to_a_shell_or_to_chpasswd_does_not(string name) =>
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => GuestUser.Require(name)).ErrorId);
}
