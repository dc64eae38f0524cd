using System.Text;
using System.Text.Json;

namespace EcsTools.Core.Http;

/// <summary>
/// A JSON object from outside, read where it stands in the bytes that came; <see cref="JsonFields"/> reads its fields as it does those of a tree.
/// A row of a list may be used only until the next one is read.
/// </summary>
internal sealed class JsonRow
{
    private readonly JsonTable _table;
    private readonly int _at;
    private readonly int _filling;

    /// <param name="at">The object's place in the table.</param>
    public JsonRow(JsonTable table, int at)
    {
        _table = table;
        _at = at;
        _filling = table.Fillings;
    }

    private JsonTable Table => _table.Fillings == _filling ? _table : throw new InvalidOperationException("The row was read over by the next one.");

    /// <summary>The fields, in order; of several with the same name the last one counts.</summary>
    public IEnumerable<JsonMember> Members => Table.Names(_at).Select(i => new JsonMember(this, i));

    /// <summary>Tells whether there is a field, whatever is in it.</summary>
    public bool Has(string name) => Table.Find(_at, name) >= 0;

    /// <summary>A text, number or truth value as text; null if it is missing.</summary>
    public string? GetText(string name) => Table.Find(_at, name) is >= 0 and int at ? Table.TextOf(at) : null;

    /// <summary>An object; null if it is missing.</summary>
    public JsonRow? GetObject(string name) => Table.Find(_at, name) is >= 0 and int at && Table.KindOf(at) == JsonTokenType.StartObject ? new JsonRow(_table, at) : null;

    /// <summary>Tells whether there is a list.</summary>
    public bool HasList(string name) => Table.Find(_at, name) is >= 0 and int at && Table.KindOf(at) == JsonTokenType.StartArray;

    /// <summary>The objects in a list; none if there is no list.</summary>
    public IEnumerable<JsonRow> GetObjects(string name) => Table.Find(_at, name) is >= 0 and int at ? ObjectsAt(at) : [];

    /// <summary>The texts in a list; none if there is no list.</summary>
    public IEnumerable<string> GetTexts(string name)
    {
        if (Table.Find(_at, name) is >= 0 and int at)
        {
            foreach (int i in Table.Items(at, JsonTokenType.String))
            {
                yield return Table.TextOf(i)!;
            }
        }
    }

    /// <summary>What stands at a place in the table, as text; null if it is none.</summary>
    public string? TextAt(int at) => Table.TextOf(at);

    /// <summary>The objects in the list that stands at a place in the table; none if it is no list.</summary>
    public IEnumerable<JsonRow> ObjectsAt(int at)
    {
        foreach (int i in Table.Items(at, JsonTokenType.StartObject))
        {
            yield return new JsonRow(Table, i);
        }
    }

    /// <summary>The object as a tree, which may be kept.</summary>
    public JObject ToObject()
    {
        ArraySegment<byte> bytes = Table.BytesOf(_at);
        return JsonParser.ParseObject(new StreamReader(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count), Encoding.UTF8));
    }
}
