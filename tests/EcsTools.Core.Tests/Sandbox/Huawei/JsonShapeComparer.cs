namespace EcsTools.Core.Tests.Sandbox.Huawei;

/// <summary>Compares answers with samples by the names of fields and the kinds of values.</summary>
internal static class JsonShapeComparer
{
    /// <summary>Every object has exactly the sample's fields; null on either side fits everything.</summary>
    /// <param name="sample">The sample's body.</param>
    /// <param name="answer">The door's body.</param>
    /// <param name="free">Names of members whose own content is free: maps by id, optional properties.</param>
    public static void Same(JToken? sample, JToken? answer, params string[] free)
    {
        List<string> differences = [];
        Compare(sample, answer, "$", free, differences);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static void Compare(JToken? sample, JToken? answer, string at, string[] free, List<string> differences)
    {
        if (sample is null or { Type: JTokenType.Null } || answer is null or { Type: JTokenType.Null })
        {
            return;
        }

        if (sample.Type != answer.Type)
        {
            differences.Add($"{at}: {answer.Type} where the sample has {sample.Type}");
            return;
        }

        if (sample is JObject expected && answer is JObject actual)
        {
            CompareObjects(expected, actual, at, free, differences);
        }
        else if (sample is JArray { Count: > 0 } list && answer is JArray rows)
        {
            foreach (JToken row in rows)
            {
                Compare(list[0], row, at + "[]", free, differences);
            }
        }
    }

    private static void CompareObjects(JObject expected, JObject actual, string at, string[] free, List<string> differences)
    {
        string[] names = [.. expected.Properties().Select(p => p.Name)];
        string[] found = [.. actual.Properties().Select(p => p.Name)];
        differences.AddRange(names.Except(found).Select(n => $"{at}: lacks {n}"));
        differences.AddRange(found.Except(names).Select(n => $"{at}: has {n}, which the sample lacks"));
        foreach (string name in names.Intersect(found).Except(free))
        {
            Compare(expected[name], actual[name], $"{at}.{name}", free, differences);
        }
    }
}
