using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace EcsTools.Parameters;

/// <summary>
/// Reads an object of ours from what a job, a file or JSON leaves of it: a bag of properties or a dictionary. What is missing or of
/// another form keeps the value that a new object has, and is told.
/// </summary>
internal static class PropertyBagReader
{
    private const string SerializedPrefix = "Deserialized.";

    /// <summary>Tells whether something comes from a job or a file, and what it was there.</summary>
    public static bool WasOnce(PSObject bag, Type type) => bag.TypeNames.Contains(SerializedPrefix + type.FullName);

    /// <summary>Tells whether something comes from a job or a file.</summary>
    public static bool WasOnceAny(PSObject bag) => bag.TypeNames.Any(t => t.StartsWith(SerializedPrefix, StringComparison.Ordinal));

    /// <summary>Reads as much as there is.</summary>
    /// <returns>The object; whether enough is left is for the caller to say.</returns>
    public static T Read<T>(object? given)
        where T : class, new() => (T)Read(given, typeof(T), []);

    /// <summary>Reads an object.</summary>
    public static object Read(object? given, Type type, ICollection<string> lacking)
    {
        if (Bare(given) is { } whole && type.IsInstanceOfType(whole))
        {
            return whole;
        }

        object read = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.CanWrite))
        {
            List<string> within = [];
            bool isThere = TryFind(given, property.Name, out object? value);
            if (isThere && value is not null && Convert(value, property.PropertyType, within) is { } converted)
            {
                property.SetValue(read, converted);
                within.ForEach(w => lacking.Add($"{property.Name}.{w}"));
            }
            else if (isThere ? value is not null || !TakesNull(property) : !MayBeMissing(property))
            {
                lacking.Add(property.Name);
            }
        }

        return read;
    }

    private static bool TakesNull(PropertyInfo property) => !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;

    // Null there means that the cloud did not tell, and so much is true of what an earlier version has written.
    private static bool MayBeMissing(PropertyInfo property) => property.GetCustomAttribute<DefaultValueAttribute>() is { Value: null };

    // What is no bag (PSCustomObject is how the engine calls the base of one) lies bare under the engine's wrapping.
    private static object? Bare(object? given) => given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given;

    private static bool TryFind(object? given, string name, out object? value)
    {
        switch (Bare(given))
        {
            case IDictionary dictionary:
                value = dictionary[name];
                return dictionary.Contains(name);
            case PSObject bag:
                PSPropertyInfo? property = bag.Properties[name];
                value = property?.Value;
                return property is not null;
            default:
                value = null;
                return false;
        }
    }

    private static object? Convert(object value, Type type, List<string> lacking)
    {
        Type wanted = Nullable.GetUnderlyingType(type) ?? type;
        object plain = Bare(value)!;
        return wanted switch
        {
            _ when wanted.IsInstanceOfType(plain) => plain,
            _ when wanted == typeof(string) => Text(plain),
            _ when wanted == typeof(bool) => null,
            { IsEnum: true } => Named(value.ToString(), wanted),
            _ when wanted == typeof(DateTimeOffset) && Ticks(plain, nameof(DateTimeOffset.UtcTicks)) is { } ticks =>
                ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            _ when wanted == typeof(TimeSpan) && Ticks(plain, nameof(TimeSpan.Ticks)) is { } ticks => TimeSpan.FromTicks(ticks),
            _ when wanted == typeof(IReadOnlyDictionary<string, string>) => Pairs(plain),
            { IsGenericType: true } when wanted.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => List(plain, wanted.GetGenericArguments()[0], lacking),
            { IsClass: true } when wanted.Assembly == typeof(EcsInstance).Assembly => plain is IDictionary or PSObject ? Read(plain, wanted, lacking) : null,
            _ => LanguagePrimitives.TryConvertTo(plain, wanted, CultureInfo.InvariantCulture, out object other) ? other : null,
        };
    }

    // By name, which a serialized one still has: its number may mean something else in another version. JSON of most enumerations has numbers only.
    private static object? Named(string text, Type wanted)
    {
        string? name = Array.Find(Enum.GetNames(wanted), n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        return name is not null ? Enum.Parse(wanted, name)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && Enum.ToObject(wanted, number) is { } numbered && Enum.IsDefined(wanted, numbered) ? numbered
            : null;
    }

    private static string? Text(object plain) => plain is PSObject or IEnumerable and not string ? null : System.Convert.ToString(plain, CultureInfo.InvariantCulture);

    // Times are bags of their parts.
    private static long? Ticks(object plain, string name) =>
        TryFind(plain, name, out object? ticks) && LanguagePrimitives.TryConvertTo(ticks, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static Dictionary<string, string>? Pairs(object plain)
    {
        IEnumerable<(string Name, object? Value)>? pairs = plain switch
        {
            IDictionary dictionary => dictionary.Keys.Cast<object>().Select(k => (k.ToString(), Bare(dictionary[k]))),
            PSObject bag => bag.Properties.Where(p => p.MemberType == PSMemberTypes.NoteProperty).Select(p => (p.Name, Bare(p.Value))),
            _ => null,
        };
        return pairs?.ToDictionary(p => p.Name, p => p.Value is null ? "" : Text(p.Value) ?? "", StringComparer.Ordinal);
    }

    // A list of one may have come as the one alone.
    private static Array List(object plain, Type of, List<string> lacking)
    {
        object?[] items = plain is IEnumerable and not string and not IDictionary ? [.. ((IEnumerable)plain).Cast<object?>()] : [plain];
        Array list = Array.CreateInstance(of, items.Length);
        for (int i = 0; i < items.Length; i++)
        {
            object? item = items[i] is { } some ? Convert(some, of, lacking) : null;
            if (item is null)
            {
                lacking.Add(i.ToString(CultureInfo.InvariantCulture));
            }

            list.SetValue(item ?? (of == typeof(string) ? "" : Activator.CreateInstance(of)), i);
        }

        return list;
    }
}
