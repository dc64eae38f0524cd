using System.Collections;

namespace EcsTools.Formatting;

/// <summary>
/// The properties of an object as its views show them: lists as text, and a text from outside cannot command the terminal. A hashtable, whose keys every language
/// mode reads like properties; a value is made when it is read.
/// </summary>
internal sealed class ShownValues(PSMemberInfoCollection<PSPropertyInfo> row) : Hashtable
{
    public override object? this[object key]
    {
        get => Show(row[(string)key]?.Value);
        set => throw new NotSupportedException();
    }

    public override bool Contains(object key) => key is string name && row[name] is not null;

    public override bool ContainsKey(object key) => Contains(key);

    private static object? Show(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return bare switch
        {
            null => null,
            string text => Display.Text(text).IndexOf('\n') < 0 ? Display.Line(text) : Display.Text(text),
            IDictionary pairs => string.Join(", ", pairs.Keys.Cast<object>().Select(k => $"{Display.Line(k.ToString())}={ShowItem(pairs[k])}")),
            IEnumerable items => string.Join(", ", items.Cast<object?>().Select(ShowItem)),

            // Numbers, times and names of a list of choices are ours; so is the secret that the engine shows as the name of its type.
            IFormattable or IConvertible or PSCredential => value,
            _ => Display.Line(value!.ToString()),
        };
    }

    private static string ShowItem(object? item) => Display.Line(LanguagePrimitives.ConvertTo<string>(Show(item)));
}
