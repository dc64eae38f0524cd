using System.Globalization;

using EcsTools.Sandbox.Emulators.Alibaba.Identity;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Alibaba;

internal sealed class AlibabaRequestContext
{
    public required string Action { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required EmulatedAccessKey Key { get; init; }

    public required EmulatorContext Context { get; init; }

    public required RegionBackend Backend { get; init; }

    public UndocumentedBehavior Undocumented => Context.UndocumentedBehavior;

    /// <summary>Returns null if the parameter is missing or empty.</summary>
    public string? Text(string name) => Parameters.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    public string Required(string name) => Text(name) ?? throw AlibabaErrors.Missing(name);

    public bool Flag(string name, bool byDefault = false) => Text(name) switch
    {
        null => byDefault,
        { } text => bool.TryParse(text, out bool value) ? value : throw AlibabaErrors.Invalid(name),
    };

    public int? Number(string name) => Text(name) switch
    {
        null => null,
        { } text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw AlibabaErrors.Invalid(name),
    };

    /// <summary>A list sent as <c>Name.1</c>, <c>Name.2</c> ... (docs/contracts/alibaba-ecs.md 1.3), in the order of the numbers.</summary>
    public IReadOnlyList<string> RepeatList(string name)
    {
        string prefix = name + ".";
        return
        [
            .. Parameters
                .Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(p => (Rank: Rank(p.Key, prefix), p.Value))
                .Where(p => p.Rank > 0)
                .OrderBy(p => p.Rank)
                .Select(p => p.Value),
        ];
    }

    /// <summary>A list sent as one JSON text (docs/contracts/alibaba-ecs.md 1.3). Null if it is missing; an empty list is a list.</summary>
    public IReadOnlyList<string>? JsonList(string name, int most = 100)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        try
        {
            string[] values = [.. JArray.Parse(text).Select(v => v.Type == JTokenType.String ? (string)v! : throw AlibabaErrors.Invalid(name))];
            return values.Length <= most ? values : throw AlibabaErrors.Invalid(name);
        }
        catch (JsonException)
        {
            throw AlibabaErrors.Invalid(name);
        }
    }

    public void ReadTags(IDictionary<string, string> tags)
    {
        for (int i = 1; i <= 20; i++)
        {
            if (Text(FormattableString.Invariant($"Tag.{i}.Key")) is { } key)
            {
                tags[key] = Text(FormattableString.Invariant($"Tag.{i}.Value")) ?? "";
            }
        }
    }

    public Server Server() => Backend.FindServer(Required("InstanceId")) ?? throw AlibabaErrors.InstanceNotFound();

    private static int Rank(string key, string prefix) =>
        int.TryParse(key.Substring(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int rank) ? rank : 0;
}
