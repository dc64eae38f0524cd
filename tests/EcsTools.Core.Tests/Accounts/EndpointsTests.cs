using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Accounts;

public class EndpointsTests
{
    [Theory]
    [InlineData("http://ecs.example.com", EcsErrorId.InsecureEndpoint)]
    [InlineData("http://192.0.2.1:8080", EcsErrorId.InsecureEndpoint)]
    [InlineData("ftp://127.0.0.1", EcsErrorId.InvalidInput)]
    [InlineData("https://user@example.com", EcsErrorId.InvalidInput)]
    public void What_would_carry_keys_in_the_clear_is_refused(string address, string expected)
    {
        EcsException error = Assert.Throws<EcsException>(() => Endpoints.RefuseInsecure(new Uri(address)));

        Assert.Equal(expected, error.ErrorId);
        Assert.DoesNotContain("user", error.Message.Replace("with a user in it", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ecs.example.com")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://[::1]:5000")]
    public void Https_and_loopback_are_taken(string address)
    {
        Uri endpoint = new(address);

        Assert.Null(Record.Exception(() => Endpoints.RefuseInsecure(endpoint)));
    }
}
