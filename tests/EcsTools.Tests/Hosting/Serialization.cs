using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcsTools.Tests.Hosting;

/// <summary>Makes of an object what comes back from a file, a job or JSON.</summary>
internal static class Serialization
{
    private const int ExportDepth = 2;
    private static readonly JsonSerializerOptions Names = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>As Export-Clixml and Import-Clixml leave it, and as it comes from a job.</summary>
    /// <param name="given">The object.</param>
    /// <returns>A bag of properties under the old type's name.</returns>
    public static object FromClixml(object given) => PSSerializer.Deserialize(PSSerializer.Serialize(given, ExportDepth));

    /// <summary>As ConvertTo-Json and ConvertFrom-Json leave it.</summary>
    /// <param name="given">The object.</param>
    /// <returns>A bag of properties without a type.</returns>
    public static object? FromJson(object given) => FromJson(JsonSerializer.SerializeToElement(given, Names));

    /// <summary>As ConvertTo-Json and ConvertFrom-Json -AsHashtable leave it.</summary>
    /// <param name="given">The object.</param>
    /// <returns>Tables within tables.</returns>
    public static object? FromJsonAsHashtable(object given) => AsHashtable(FromJson(given));

    private static object? AsHashtable(object? given)
    {
        if (given is not PSObject bag)
        {
            return given;
        }

        Hashtable table = new(StringComparer.OrdinalIgnoreCase);
        foreach (PSPropertyInfo property in bag.Properties)
        {
            table[property.Name] = AsHashtable(property.Value);
        }

        return table;
    }

    private static object? FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Aggregate(new PSObject(), (bag, property) =>
        {
            bag.Properties.Add(new PSNoteProperty(property.Name, FromJson(property.Value)));
            return bag;
        }),
        JsonValueKind.Array => element.EnumerateArray().Select(FromJson).ToArray(),
        JsonValueKind.Number => element.GetInt64(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
