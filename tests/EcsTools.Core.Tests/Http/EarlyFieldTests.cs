using System.Text;

using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Http;

public class EarlyFieldTests
{
    [Theory]
    [InlineData("""{"RequestId":"1","next":"to\u006ben","rows":[{"next":"no"}]}""", "token")]
    [InlineData("""{"next":120,"rows":[]}""", "120")]
    [InlineData("""{"rows":[{"next":"no"}],"next":"too late"}""", null)]
    [InlineData("""{"a":{"next":"no"},"next":"too late"}""", null)]
    [InlineData("""{"next":"","rows":[]}""", null)]
    [InlineData("""{"next":null,"next":"no"}""", null)]
    [InlineData("""{"next":{},"rows":[]}""", null)]
    [InlineData("""{"next":"\ud83d","rows":[]}""", null)]
    [InlineData("""["next","x"]""", null)]
    [InlineData("<html>next</html>", null)]
    [InlineData("{}", null)]
    public void TryRead_ByteByByte_FindsTheFieldBeforeTheRows(string text, string? expected)
    {
        List<string> found = [];
        EarlyField field = new("next", found.Add);
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        int length = 0;
        while (!field.TryRead(bytes, ++length))
        {
            Assert.True(length < bytes.Length, "It never ends.");
        }

        Assert.Equal(expected is null ? [] : [expected], found);
    }

    // A number goes on until something else comes.
    [Fact]
    public void TryRead_HalfANumber_IsWaitedFor()
    {
        List<string> found = [];
        EarlyField field = new("count", found.Add);

        Assert.False(field.TryRead("""{"count":12"""u8.ToArray(), 11));
        Assert.Empty(found);
        Assert.True(field.TryRead("""{"count":120,"""u8.ToArray(), 13));
        Assert.Equal(["120"], found);
    }
}
