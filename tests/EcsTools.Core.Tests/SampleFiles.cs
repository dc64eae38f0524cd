using EcsTools.Core.Http;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests;

/// <summary>The samples of the clouds' answers in <c>tests/samples</c>. What is missing fails the test.</summary>
internal static class SampleFiles
{
    public static string Root { get; } = Path.Combine(Repository.Root, "tests", "samples");

    /// <summary>The names, without extension, of the samples that begin with a prefix; at least one.</summary>
    public static IReadOnlyList<string> List(string folder, string prefix)
    {
        string[] names =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, folder), prefix + "*.json")
                .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal),
        ];
        Assert.NotEmpty(names);
        return names;
    }

    public static JObject Read(string folder, string name) => JsonParser.ParseObject(ReadText(folder, name));

    public static string ReadText(string folder, string name) => ReadFile(folder, name + ".json");

    /// <summary>The text of a sample with its extension, for those that are not JSON.</summary>
    public static string ReadFile(string folder, string name) => File.ReadAllText(Path.Combine(Root, folder, name));

    /// <summary>The bodies of all answers in a folder, as text.</summary>
    public static IEnumerable<string> Bodies(string folder) => List(folder, "").Select(name => ReadText(folder, name)).Select(text => JToken.Parse(text)).Select(
        json => json.Object("response")?["body"] ?? (json as JObject)?["body"] ?? json).OfType<JObject>().Select(body => body.ToString(Formatting.None));
}
