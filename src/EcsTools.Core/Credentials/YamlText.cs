using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EcsTools.Core.Credentials;

/// <summary>The one way in which YAML is read: as text in objects and lists, of bounded size, without tags or types.</summary>
internal static class YamlText
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 100_000;

    /// <summary>Parses a YAML mapping; JSON is YAML too.</summary>
    /// <returns>The object; all its values are texts.</returns>
    /// <exception cref="FormatException">It is no mapping. The message tells where, and quotes nothing.</exception>
    public static JObject ParseObject(string text)
    {
        YamlStream stream = [];
        try
        {
            RefuseDepth(text);
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new FormatException(FormattableString.Invariant($"is not valid YAML (line {error.Start.Line})"));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            // The reader stumbles over some broken files instead of saying so.
            throw new FormatException("is not valid YAML");
        }

        // A small file can unfold into a huge one, or into itself, through its anchors.
        int nodes = 0;
        return stream.Documents.Count > 0 && Convert(stream.Documents[0].RootNode, 0, ref nodes) is JObject root
            ? root
            : throw new FormatException("is not a YAML mapping");
    }

    // Nodes are loaded by recursion, so that a deep file would end the process; the events before that come one by one.
    private static void RefuseDepth(string text)
    {
        Parser parser = new(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > MaxDepth + 2)
            {
                throw TooDeep();
            }
        }
    }

    private static FormatException TooDeep() => new("is nested too deeply or too large");

    private static JToken Convert(YamlNode node, int depth, ref int nodes)
    {
        if (depth > MaxDepth || ++nodes > MaxNodes)
        {
            throw TooDeep();
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                JObject fields = new();
                List<JObject> shared = [];
                foreach (KeyValuePair<YamlNode, YamlNode> field in mapping.Children)
                {
                    if (field.Key is YamlScalarNode { Value: { } name } key)
                    {
                        JToken value = Convert(field.Value, depth + 1, ref nodes);
                        if (name == "<<" && key.Style == ScalarStyle.Plain)
                        {
                            shared.AddRange(value is JObject one ? [one] : value.OfType<JObject>());
                        }
                        else
                        {
                            fields[name] = value;
                        }
                    }
                }

                // What stands in the mapping itself goes before what is merged into it, and the first of several before the next.
                foreach (JProperty field in shared.SelectMany(s => s.Properties()).Where(f => fields[f.Name] is null))
                {
                    fields[field.Name] = field.Value;
                }

                return fields;
            case YamlSequenceNode sequence:
                JArray items = new();
                foreach (YamlNode item in sequence.Children)
                {
                    items.Add(Convert(item, depth + 1, ref nodes));
                }

                return items;
            default:
                return node is YamlScalarNode { Value: { } text } scalar && !(scalar.Style == ScalarStyle.Plain && text is "" or "~" or "null")
                    ? new JValue(text)
                    : JValue.CreateNull();
        }
    }
}
