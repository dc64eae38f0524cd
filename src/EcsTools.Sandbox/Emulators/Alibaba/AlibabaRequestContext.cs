using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

using EcsTools.Sandbox.Emulators.Alibaba.Identity;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace EcsTools.Sandbox.Emulators.Alibaba;

/// <summary>A call of an operation by somebody who has proved who he is.</summary>
internal sealed class AlibabaRequestContext
{
    /// <summary>The operation's name.</summary>
    public required string Action { get; init; }

    /// <summary>The parameters of query and form.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The key it was signed with.</summary>
    public required EmulatedAccessKey Key { get; init; }

    /// <summary>What the door stands in front of.</summary>
    public required EmulatorContext Context { get; init; }

    /// <summary>The region it is about.</summary>
    public required RegionBackend Backend { get; init; }

    /// <summary>Choices that no source settles.</summary>
    public UndocumentedBehavior Undocumented => Context.UndocumentedBehavior;

    /// <summary>A parameter, or null if it is missing or empty.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value.</returns>
    public string? Text(string name) => Parameters.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary>A parameter that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="AlibabaApiError">It is missing or empty.</exception>
    public string Required(string name) => Text(name) ?? throw AlibabaErrors.Missing(name);

    /// <summary>A boolean.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="byDefault">What it is if it is missing.</param>
    /// <returns>The value.</returns>
    /// <exception cref="AlibabaApiError">It is neither true nor false.</exception>
    public bool Flag(string name, bool byDefault = false) => Text(name) switch
    {
        null => byDefault,
        { } text => bool.TryParse(text, out bool value) ? value : throw AlibabaErrors.Invalid(name),
    };

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value, or null if it is missing.</returns>
    /// <exception cref="AlibabaApiError">It is no number.</exception>
    public int? Number(string name) => Text(name) switch
    {
        null => null,
        { } text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw AlibabaErrors.Invalid(name),
    };

    /// <summary>A list sent as <c>Name.1</c>, <c>Name.2</c> ... (docs/contracts/alibaba-ecs.md 1.3).</summary>
    /// <param name="name">The name without number.</param>
    /// <returns>The values in order of their numbers.</returns>
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

    /// <summary>A list sent as one JSON text (docs/contracts/alibaba-ecs.md 1.3).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="most">How many it may hold.</param>
    /// <returns>Null if it is missing; an empty list is a list.</returns>
    /// <exception cref="AlibabaApiError">It is no JSON array of texts, or too long.</exception>
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

    /// <summary>Takes over the tags that something new shall have.</summary>
    /// <param name="tags">Where they are written to.</param>
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

    /// <summary>The server that <c>InstanceId</c> names.</summary>
    /// <returns>The server.</returns>
    /// <exception cref="AlibabaApiError">It is missing or unknown here.</exception>
    public Server Server() => Backend.FindServer(Required("InstanceId")) ?? throw AlibabaErrors.InstanceNotFound();

    private static int Rank(string key, string prefix) =>
        int.TryParse(key.Substring(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int rank) ? rank : 0;
}
