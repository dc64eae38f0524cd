namespace EcsTools.Core.Credentials;

/// <summary>A section of an INI file. Never shown.</summary>
/// <remarks>Read here: no package that is referenced reads INI, and the vendors' own tools take what a strict reader refuses, such as a key that comes twice.</remarks>
internal sealed class IniSection
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private IniSection(string name) => Name = name;

    /// <summary>The name in brackets.</summary>
    public string Name { get; }

    /// <summary>A value.</summary>
    /// <returns>The value; null if it is missing or empty.</returns>
    public string? this[string key] => _values.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    /// <summary>Reads sections. A section that comes twice is one; the last value of a key counts.</summary>
    public static IReadOnlyList<IniSection> Parse(string text)
    {
        List<IniSection> sections = [];
        IniSection? current = null;
        foreach (string line in text.Split('\n').Select(l => l.Trim('\uFEFF', ' ', '\t', '\r')))
        {
            if (line.Length > 2 && line[0] == '[' && line[line.Length - 1] == ']')
            {
                string name = line.Substring(1, line.Length - 2).Trim();
                current = sections.FirstOrDefault(s => s.Name == name);
                if (current is null)
                {
                    sections.Add(current = new IniSection(name));
                }
            }
            else if (current is not null && line.Length > 0 && line[0] is not ('#' or ';') && line.IndexOf('=') is > 0 and int sign)
            {
                current._values[line.Substring(0, sign).TrimEnd()] = line.Substring(sign + 1).TrimStart();
            }
        }

        return sections;
    }
}
