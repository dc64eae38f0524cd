using System.Text;

using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Http;

public class JsonTableTests
{
    [Theory]
    [InlineData("""{"count":2,"list":{"row":[{"a":{"row":[1]}},{"b":2}],"next":"x"},"row":[3]}""", """[{"a":{"row":[1]}},{"b":2}]""")]
    [InlineData("""{"list":{"row":[null,1,"x",[{}],{}]}}""", "[{}]")]
    [InlineData("""{"list":{"row":{"a":1}}}""", "[]")]
    [InlineData("""{"list":[{"row":[1]}]}""", "[]")]
    [InlineData("""{"list":null}""", "[]")]
    [InlineData("{}", "[]")]
    public void Read_ListOnThePath_HandsOverItsObjects(string text, string rows)
    {
        JArray seen = [];

        Read(text, row => seen.Add(row.ToObject()));

        Assert.Equal(rows, seen.ToString(Formatting.None));
    }

    [Fact]
    public void Read_WhatIsBesideTheRows_IsKept()
    {
        JsonRow body = Read("""{"count":2,"list":{"row":[{"a":1},{"b":2}],"next":"x","more":[{"c":3}]},"row":[3]}""", _ => { });

        Assert.Equal((2, "x"), (body.Integer("count"), body.Object("list").Text("next")));
        Assert.True(body.Object("list")!.HasList("row"));
        Assert.Empty(body.Object("list").Objects("row"));
        Assert.Equal(3, Assert.Single(body.Object("list").Objects("more")).Integer("c"));
        Assert.True(body.HasList("row"));
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
    [InlineData("""{"list":{"row":[{"a":"x"}]},"b":"\q"}""")]
    public void Read_NoWholeObject_IsRefused(string text) => Assert.ThrowsAny<JsonException>(() => Read(text, _ => { }));

    [Fact]
    public void Read_TooDeep_IsRefusedInRowsToo()
    {
        string deep = new string('[', 100) + new string(']', 100);

        Assert.ThrowsAny<JsonException>(() => Read("""{"list":{"row":[{"a":""" + deep + "}]}}", _ => { }));
        Assert.ThrowsAny<JsonException>(() => Read("""{"a":""" + deep + "}", _ => { }));
    }

    [Fact]
    public void Row_ReadOverByTheNext_IsRefused()
    {
        List<JsonRow> kept = [];
        Read("""{"list":{"row":[{"a":{"b":1}},{"a":{"b":2}}]}}""", row => kept.AddRange([row, row.Object("a")!]));

        Assert.Equal(4, kept.Count);
        Assert.All(kept, row => Assert.Throws<InvalidOperationException>(() => row.Text("b")));
    }

    [Theory]
    [InlineData("""{"a":1,"a":"2"}""", "2")]
    [InlineData("""{"a":"x\n\t\"\\\/\b\f\rA\u00e9"}""", "x\n\t\"\\/\b\f\rAé")]
    [InlineData("""{"\u0061":"escaped name"}""", "escaped name")]
    [InlineData("""{"a":"\ud83d\ude00 and half \ud83d"}""", "\ud83d\ude00 and half \uFFFD")]
    [InlineData("""{"a":2.0}""", "2")]
    [InlineData("""{"a":1e2}""", "100")]
    [InlineData("""{"a":0.5}""", "0.5")]
    [InlineData("""{"a":123456789012345678901234567890}""", "123456789012345678901234567890")]
    [InlineData("""{"a":true}""", "True")]
    [InlineData("""{"a":""}""", null)]
    [InlineData("""{"a":null}""", null)]
    [InlineData("""{"a":{}}""", null)]
    [InlineData("""{"a":["x"]}""", null)]
    [InlineData("""{"b":{"a":"x"}}""", null)]
    public void Text_AnyValue_IsThatOfATree(string text, string? expected)
    {
        Assert.Equal(expected, JsonParser.ParseObject(text).Text("a"));
        Assert.Equal(expected, JsonRowExtensions.Row(text).Text("a"));
    }

    [Fact]
    public void Text_BytesThatAreNoUtf8_AreReplaced()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "{\"名\":\""u8, 0xFF, .. "é\"}"u8];

        Assert.Equal("\uFFFDé", JsonTable.Read(bytes, bytes.Length, [], _ => { }).Text("名"));
    }

    // What answers look like, field by field: a row and a tree must tell the same.
    [Theory]
    [InlineData("alibaba")]
    [InlineData("alibaba-lifecycle")]
    [InlineData("huawei")]
    [InlineData("huawei-lifecycle")]
    public void Fields_OfEverySample_AreThoseOfATree(string folder)
    {
        int compared = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "samples", folder), "*.json"))
        {
            string text = File.ReadAllText(file);
            if (text.TrimStart().StartsWith('{'))
            {
                compared += Compare(JsonParser.ParseObject(text), JsonRowExtensions.Row(text));
            }
        }

        Assert.True(compared > 200, $"{compared} fields.");
    }

    private static int Compare(JObject tree, JsonRow row)
    {
        Assert.Equal(tree.Properties().Select(p => p.Name), row.Members.Select(m => m.Name).Distinct());
        int compared = 0;
        foreach (JProperty field in tree.Properties())
        {
            string name = field.Name;
            Assert.Equal(
                (tree.Text(name), tree.Integer(name), tree.Flag(name), tree.Time(name), tree.List(name) is not null, string.Join('|', tree.Texts(name))),
                (row.Text(name), row.Integer(name), row.Flag(name), row.Time(name), row.HasList(name), string.Join('|', row.Texts(name))));
            compared++;
            Assert.Equal(tree.Object(name) is null, row.Object(name) is null);
            if (tree.Object(name) is { } inner)
            {
                compared += Compare(inner, row.Object(name)!);
            }

            JsonRow[] rows = [.. row.Objects(name)];
            Assert.Equal(tree.Objects(name).Count(), rows.Length);
            compared += tree.Objects(name).Zip(rows, Compare).Sum();
        }

        return compared;
    }

    private static JsonRow Read(string text, Action<JsonRow> onRow)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return JsonTable.Read(bytes, bytes.Length, ["list", "row"], onRow);
    }
}
