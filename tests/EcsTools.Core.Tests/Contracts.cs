using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using EcsTools.Core.Http;

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

using Xunit;

namespace EcsTools.Core.Tests;

/// <summary>The clouds' contracts and their samples, which lie beside the repository and not in it.</summary>
internal static class Contracts
{
    private static readonly string? Root = Ancestors().Select(a => Path.Combine(a, "shared", "contracts")).FirstOrDefault(Directory.Exists);

    /// <summary>The names, without extension, of the samples that begin so; none where there are no contracts.</summary>
    public static IEnumerable<string> List(string folder, string prefix) => Root is null
        ? []
        : Directory.EnumerateFiles(Path.Combine(Root, folder), prefix + "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    /// <summary>Reads a file of the contracts; skips the test where there are none.</summary>
    public static JObject Read(string folder, string name) => JsonText.ParseObject(ReadText(folder, name));

    /// <summary>The text of a file of the contracts; skips the test where there are none.</summary>
    public static string ReadText(string folder, string name) => ReadFile(folder, name + ".json");

    /// <summary>The text of a file of the contracts that is no JSON; skips the test where there are none.</summary>
    public static string ReadFile(string folder, string name)
    {
        Assert.SkipWhen(Root is null, "There is no folder shared/contracts above this one.");
        return File.ReadAllText(Path.Combine(Root!, folder, name));
    }

    /// <summary>The bodies of all answers among the samples, as text; none where there are no contracts.</summary>
    public static IEnumerable<string> Bodies(string folder) => List(folder, "").Select(name => ReadText(folder, name)).Select(text => JToken.Parse(text)).Select(
        json => json.Object("response")?["body"] ?? (json as JObject)?["body"] ?? json).OfType<JObject>().Select(body => body.ToString(Formatting.None));

    private static IEnumerable<string> Ancestors()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
