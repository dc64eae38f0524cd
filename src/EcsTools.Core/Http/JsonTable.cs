using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

using JsonReaderException = Newtonsoft.Json.JsonReaderException;

namespace EcsTools.Core.Http;

/// <summary>
/// Where the tokens of a JSON object stand in the bytes that it came in: only of values that are asked for is text made, and of the rows of a
/// long list no object is. What is refused and how deep it may be is as with <see cref="JsonParser"/>.
/// </summary>
internal sealed class JsonTable
{
    private const int Depth = 64;
    private const int NoList = -1;

    // Of a server, its names and values.
    private const int BytesPerToken = 16;
    private static readonly char[] SignsOfAFraction = ['.', 'e', 'E'];
    private readonly byte[] _bytes;
    private readonly int _offset;
    private Token[] _tokens;
    private int _count;

    private JsonTable(byte[] bytes, int offset, Token[] tokens)
    {
        _bytes = bytes;
        _offset = offset;
        _tokens = tokens;
    }

    /// <summary>How often it was filled: what was read from it before is gone.</summary>
    public int Fillings { get; private set; }

    /// <summary>Reads an object but for the rows of one list in it, which are handed over one by one and not kept: each must be used while it is at hand.</summary>
    /// <param name="length">How many of the bytes are text, in UTF-8.</param>
    /// <param name="path">The names that lead to the list; none if there is no such list.</param>
    /// <param name="onRow">Takes a row. What is no object is no row.</param>
    /// <returns>The object; the list in it is empty.</returns>
    /// <exception cref="Newtonsoft.Json.JsonException">The text is no JSON object; some rows may have been handed over before that shows.</exception>
    public static JsonRow Read(byte[] bytes, int length, IReadOnlyList<string> path, Action<JsonRow> onRow)
    {
        // A byte order mark is no part of the text.
        int offset = length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
        JsonTable table = new(bytes, offset, new Token[path.Count > 0 ? 32 : Math.Min(Math.Max(32, length / BytesPerToken), 1024)]);
        try
        {
            Utf8JsonReader reader = new(new ReadOnlySpan<byte>(bytes, offset, length - offset), new JsonReaderOptions { MaxDepth = Depth });
            if (Advance(ref reader) != JsonTokenType.StartObject)
            {
                throw new JsonException("The text is not a JSON object.");
            }

            table.Fillings++;
            table.ReadContainer(ref reader, path, 0, onRow);
        }
        catch (JsonException error)
        {
            // Of the two packages that read JSON one tells what is wrong with a text.
            throw new JsonReaderException(error.Message, error);
        }

        return new JsonRow(table, 0);
    }

    /// <summary>The value of a field; of several with the same name the last.</summary>
    /// <returns>Its place, or -1 if the value at <paramref name="at"/> is no object or has no such field.</returns>
    public int Find(int at, string name)
    {
        int found = -1;
        bool isAscii = IsAscii(name);
        for (int i = FirstOf(at, JsonTokenType.StartObject); i < _tokens[at].Next; i = _tokens[i + 1].Next)
        {
            if (IsName(in _tokens[i], name, isAscii))
            {
                found = i + 1;
            }
        }

        return found;
    }

    /// <summary>The places of the names in an object.</summary>
    public IEnumerable<int> Names(int at)
    {
        for (int i = FirstOf(at, JsonTokenType.StartObject); i < _tokens[at].Next; i = _tokens[i + 1].Next)
        {
            yield return i;
        }
    }

    /// <summary>The places of the values of one kind in a list; none if the value at <paramref name="at"/> is no list.</summary>
    public IEnumerable<int> Items(int at, JsonTokenType kind)
    {
        for (int i = FirstOf(at, JsonTokenType.StartArray); i < _tokens[at].Next; i = _tokens[i].Next)
        {
            if (_tokens[i].Kind == kind)
            {
                yield return i;
            }
        }
    }

    public JsonTokenType KindOf(int at) => _tokens[at].Kind;

    /// <summary>The bytes of a value.</summary>
    public ArraySegment<byte> BytesOf(int at) => new(_bytes, _tokens[at].Start, _tokens[at].Length);

    /// <summary>A text, number or truth value as text; null for anything else.</summary>
    public string? TextOf(int at)
    {
        ref readonly Token token = ref _tokens[at];
        return token.Kind switch
        {
            JsonTokenType.String or JsonTokenType.PropertyName => token.IsEscaped ? Unescape(in token) : Decode(token.Start, token.Length),
            JsonTokenType.Number => NumberText(Decode(token.Start, token.Length)),
            JsonTokenType.True => bool.TrueString,
            JsonTokenType.False => bool.FalseString,
            _ => null,
        };
    }

    private static JsonTokenType Advance(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : throw new JsonException("The text ends too early.");

    // Reads an object or a list to its end. 'step' says how many names of the path have led here.
    private void ReadContainer(ref Utf8JsonReader reader, IReadOnlyList<string> path, int step, Action<JsonRow> onRow)
    {
        int at = Add(ref reader);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (Advance(ref reader) != JsonTokenType.EndObject)
            {
                int next = step >= 0 && step < path.Count && reader.ValueTextEquals(path[step]) ? step + 1 : NoList;
                Add(ref reader);
                Advance(ref reader);
                ReadValue(ref reader, path, next, onRow);
            }
        }
        else if (step > 0 && step == path.Count)
        {
            ReadRows(ref reader, onRow);
        }
        else
        {
            while (Advance(ref reader) != JsonTokenType.EndArray)
            {
                ReadValue(ref reader, path, NoList, onRow);
            }
        }

        _tokens[at].Length = _offset + (int)reader.BytesConsumed - _tokens[at].Start;
        _tokens[at].Next = _count;
    }

    private void ReadValue(ref Utf8JsonReader reader, IReadOnlyList<string> path, int step, Action<JsonRow> onRow)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            ReadContainer(ref reader, path, step, onRow);
        }
        else
        {
            Add(ref reader);
        }
    }

    private void ReadRows(ref Utf8JsonReader reader, Action<JsonRow> onRow)
    {
        JsonTable row = new(_bytes, _offset, ArrayPool<Token>.Shared.Rent(256));
        try
        {
            while (Advance(ref reader) != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                    continue;
                }

                row._count = 0;
                row.Fillings++;
                row.ReadContainer(ref reader, [], NoList, onRow);
                onRow(new JsonRow(row, 0));
            }
        }
        finally
        {
            // Whoever has kept the last one is refused it, too.
            row.Fillings++;
            ArrayPool<Token>.Shared.Return(row._tokens);
        }
    }

    private int Add(ref Utf8JsonReader reader)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _count * 2);
        }

        bool isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        _tokens[_count] = new Token
        {
            Kind = reader.TokenType,
            IsEscaped = isText && reader.ValueIsEscaped,
            Start = _offset + (int)reader.TokenStartIndex + (isText ? 1 : 0),
            Length = reader.ValueSpan.Length,
            Next = _count + 1,
        };
        return _count++;
    }

    private int FirstOf(int at, JsonTokenType kind) => _tokens[at].Kind == kind ? at + 1 : int.MaxValue;

    private bool IsName(in Token token, string name, bool isAscii)
    {
        if (token.IsEscaped || !isAscii)
        {
            return (token.IsEscaped ? Unescape(in token) : Decode(token.Start, token.Length)) == name;
        }

        if (token.Length != name.Length)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (_bytes[token.Start + i] != name[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAscii(string text)
    {
        foreach (char c in text)
        {
            if (c > '\x7F')
            {
                return false;
            }
        }

        return true;
    }

    private string Decode(int start, int length) => Encoding.UTF8.GetString(_bytes, start, length);

    // By hand, since the reader refuses half of a surrogate pair, which is what is left of a text that a cloud has cut off. As in a tree a sign
    // stands for it that says so.
    private string Unescape(in Token token)
    {
        StringBuilder text = new(token.Length);
        int end = token.Start + token.Length;
        int plain = token.Start;
        for (int i = token.Start; i < end; i++)
        {
            if (_bytes[i] != '\\')
            {
                continue;
            }

            text.Append(Decode(plain, i - plain));
            i++;
            if (_bytes[i] == 'u')
            {
                text.Append((char)int.Parse(Encoding.ASCII.GetString(_bytes, i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append((char)_bytes[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', char same => same });
            }

            plain = i + 1;
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Append(Decode(plain, end - plain)).ToString()));
    }

    // 2.0 is 2 wherever a number is read.
    private static string NumberText(string text) =>
        text.IndexOfAny(SignsOfAFraction) >= 0 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : text;

    private struct Token
    {
        public JsonTokenType Kind;
        public bool IsEscaped;
        public int Start;
        public int Length;

        // The token after the value, whatever is in it.
        public int Next;
    }
}
