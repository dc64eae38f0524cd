using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Http;

public class JsonTextTests
{
    [Theory]
    [InlineData("""{"count":2,"list":{"row":[{"a":{"row":[1]}},{"b":2}],"next":"x"},"row":[3]}""", """{"count":2,"list":{"row":[],"next":"x"},"row":[3]}""", """[{"a":{"row":[1]}},{"b":2}]""")]
    [InlineData("""{"list":{"row":[null,1,"x",[{}],{}]}}""", """{"list":{"row":[]}}""", """[null,1,"x",[{}],{}]""")]
    [InlineData("""{"list":{"row":{"a":1}}}""", """{"list":{"row":{"a":1}}}""", "[]")]
    [InlineData("""{"list":[{"row":[1]}]}""", """{"list":[{"row":[1]}]}""", "[]")]
    [InlineData("""{"list":null}""", """{"list":null}""", "[]")]
    [InlineData("{}", "{}", "[]")]
    public void Rows_are_handed_over_and_the_rest_is_kept(string text, string rest, string rows)
    {
        JArray seen = [];

        JObject body = JsonParser.ParseObject(new StringReader(text), ["list", "row"], null, seen.Add);

        Assert.Equal(rest, body.ToString(Formatting.None));
        Assert.Equal(rows, seen.ToString(Formatting.None));
    }

    [Theory]
    [InlineData("""{"row":[{"a":{"b":1},"b":{"a":[1]},"c":2},3,{}]}""", """[{"a":{"b":1},"c":2},3,{}]""")]
    [InlineData("""{"row":[{"a":1,"a":2,"d":[[{"a":3}]]}],"b":{"c":1}}""", """[{"a":2}]""")]
    public void Of_rows_only_the_fields_that_are_wanted_are_read(string text, string rows)
    {
        JArray seen = [];

        JsonParser.ParseObject(new StringReader(text), ["row"], new HashSet<string> { "a", "c" }, seen.Add);

        Assert.Equal(rows, seen.ToString(Formatting.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"list":{"row":[{"a":1},""")]
    [InlineData("""{"list":{"row":[{"a":1}]""")]
    [InlineData("""{"list":{"row":[{"a":1}]}""")]
    [InlineData("""{"list":{"row":[}]}}""")]
    [InlineData("""{"list" """)]
    public void What_is_no_whole_object_is_refused(string text) => Assert.All(
        new ISet<string>?[] { null, new HashSet<string>() },
        fields => Assert.ThrowsAny<JsonException>(() => JsonParser.ParseObject(new StringReader(text), ["list", "row"], fields, _ => { })));

    [Fact]
    public void Depth_is_bounded_in_rows_too()
    {
        string text = """{"list":{"row":[{"a":""" + new string('[', 100) + new string(']', 100) + "}]}}";

        Assert.All(
            new ISet<string>?[] { null, new HashSet<string>() },
            fields => Assert.ThrowsAny<JsonException>(() => JsonParser.ParseObject(new StringReader(text), ["list", "row"], fields, _ => { })));
    }
}
