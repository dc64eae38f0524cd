using EcsTools.Core.State;

namespace EcsTools.Core.Tests.State;

/// <summary>Addresses of databases: read as libpq reads them, or refused without repeating what may be secret.</summary>
public sealed class StateAddressTests
{
    [Theory]
    [InlineData("postgres://ecs@db.example:6432/state", "ecs", "db.example", 6432, "state", false)]
    [InlineData("postgresql://db.example/state", null, "db.example", 5432, "state", false)]
    [InlineData("POSTGRES://ecs@[::1]/state", "ecs", "::1", 5432, "state", true)]
    [InlineData("postgres://ecs@localhost/state", "ecs", "localhost", 5432, "state", true)]
    [InlineData("postgres://a%40b@127.0.0.1/a%2Fb", "a@b", "127.0.0.1", 5432, "a/b", true)]
    [InlineData("postgres://%2Fvar%2Frun%2Fpostgresql/state", null, "/var/run/postgresql", 5432, "state", true)]
    [InlineData("postgres:///state?host=/tmp", null, "/tmp", 5432, "state", true)]
    [InlineData("postgres://10.0.0.5/state?sslmode=verify-full", null, "10.0.0.5", 5432, "state", false)]
    public void Parse_Address_IsRead(string text, string? user, string host, int port, string database, bool isLocal)
    {
        StateAddress address = StateAddress.Parse(text);

        Assert.Equal((user, host, port, database, isLocal), (address.User, address.Host, address.Port, address.Database, address.IsLocal));
        Assert.Equal("ecstools", address.Schema);
        Assert.Equal(address.Host, StateAddress.Parse(address.ToString()).Host);
    }

    [Theory]
    [InlineData("postgres://ecs:hunter2@db.example/state")]
    [InlineData("postgres://db.example/state?password=hunter2")]
    [InlineData("postgres://db.example/state?sslpassword=hunter2")]
    [InlineData("https://hunter2/state")]
    [InlineData("mysql://hunter2/state")]
    [InlineData("postgres://db.example")]
    [InlineData("postgres://db.example/")]
    [InlineData("postgres:///state")]
    [InlineData("postgres://db.example:0/state")]
    [InlineData("postgres://db.example:65536/state")]
    [InlineData("postgres://db.example:x/state")]
    [InlineData("postgres://db example/state")]
    [InlineData("postgres://db.example/state?sslmode=disable")]
    [InlineData("postgres://db.example/state?sslmode=require")]
    [InlineData("postgres://db.example/state?schema=Hunter2;drop")]
    [InlineData("postgres://db.example/state?schema=a\n")]
    [InlineData("postgres://db.example/state?options=hunter2")]
    [InlineData("postgres://db.example/state?secret")]
    [InlineData("postgres://a@b@db.example/state")]
    [InlineData("postgres://db.example/state#hunter2")]
    [InlineData("postgres://db.example/state\n")]
    public void Parse_AddressThatCannotBeUsed_IsRefusedWithoutRepeatingIt(string text)
    {
        EcsException error = Assert.Throws<EcsException>(() => StateAddress.Parse(text));

        Assert.Equal((EcsErrorId.StateAddressInvalid, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.NotNull(error.RecommendedAction);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("postgres://x/y", true)]
    [InlineData("https://x", true)]
    [InlineData("/var/lib/postgres", false)]
    [InlineData(@"C:\state", false)]
    [InlineData("postgres", false)]
    public void IsOne_FolderOrAddress_IsTold(string text, bool expected) => Assert.Equal(expected, StateAddress.IsOne(text));
}
