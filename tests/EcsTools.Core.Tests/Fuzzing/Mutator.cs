using System.Text;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>Damages answers and files: by structure (dropped, retyped, renamed, repeated, deep, long), by text (cut, garbled), by envelope.</summary>
/// <param name="seed">The same seed does the same damage.</param>
/// <param name="knowsSecret">True if whoever answers has been sent the secret, so that it may quote it.</param>
internal sealed class Mutator(int seed, bool knowsSecret = false)
{
    /// <summary>The password that the tests give: it must come back in no message.</summary>
    public const string Secret = "S3cret-Hostile-Word!";

    private static readonly string[] Texts =
    [
        "", " ", "\0", "\u001b[2J\u001b]0;x\u0007", "\ud800", "\udfff\ud800", "\u202e\u2066evil\u2069", "\ufeff", "e\u0301\u0301\u0301", "👩‍👩‍👧‍👦", "\u2028\r\n",
        "true", "null", "-1", "0", "1e400", "NaN", "99999999999999999999999999", "2147483648", "-9223372036854775809", "0x10", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
        "2026-02-30T25:61:61Z", "2026-01-01T00:00:00+99:99", "../../etc/passwd", "%00%zz", "http://example.org/\r\nX: y", "<html>", "i-\"'`$(id);", "Running", "ACTIVE",
        "SUCCESS", "FAIL", "Throttling", "InternalError", "SignatureDoesNotMatch", Secret,
    ];

    private static readonly string[] RawTexts =
    [
        "", " ", "null", "[]", "{}", "0", "\"x\"", "true", "{", "{\"a\":", "[{]", "\ufeff{}", "{}{}", "{'a': 1}", "{a: undefined}", "/* */{}", "{\"a\":1e99999}", "{\"a\":NaN}",
        "<html><body><h1>502 Bad Gateway</h1></body></html>", "\0\0\0\0", "{\"a\": new Date(1)}", "{\"$type\": \"System.Diagnostics.Process, System\"}", "{\"$ref\": \"1\"}",
        "{\"error\": {\"code\": 401, \"message\": \"" + Secret + "\"}}", "{\"Code\": \"X\", \"Message\": \"" + Secret + "\"}", "{\"error_code\": \"X\", \"error_msg\": \"" + Secret + "\"}",
        "{\"error\": \"" + Secret + "\"}", "{\"Code\": {}, \"Message\": []}", "{\"error_code\": [], \"error_msg\": {}}", "{\"error\": {\"code\": {}, \"message\": []}}",
    ];

    private static readonly int[] Statuses = [200, 201, 202, 204, 299, 300, 301, 302, 304, 307, 400, 401, 402, 403, 404, 409, 413, 418, 429, 499, 500, 501, 502, 503, 504, 599, 600, 999];
    private static readonly string?[] ContentTypes =
        [null, "text/html", "application/json; charset=utf-7", "application/json; charset=nonsense", "application/json; charset=\"utf-16\"", "garbage", "application/json;charset=", ""];

    private static readonly string[] HeaderNames = ["X-Subject-Token", "X-Request-Id", "Retry-After", "x-acs-retry-after", "x-acs-request-id", "Location", "Date", "Set-Cookie"];
    private readonly Random _random = new(seed);

    /// <summary>Damages an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="others">Bodies of other answers, to be put in its place.</param>
    public RecordedAnswer Damage(RecordedAnswer answer, IReadOnlyList<string> others)
    {
        string text = _random.Next(6) == 0 ? others[_random.Next(others.Count)] : answer.Text;
        byte[] body = _random.Next(8) switch
        {
            0 => answer.Body,
            1 => Garble(Encoding.UTF8.GetBytes(text)),
            _ => Encoding.UTF8.GetBytes(DamageText(text)),
        };
        body = knowsSecret ? body : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(Secret, "word", StringComparison.Ordinal));
        return answer with
        {
            Status = _random.Next(4) == 0 ? Pick(Statuses) : answer.Status,
            ContentType = _random.Next(8) == 0 ? Pick(ContentTypes) : answer.ContentType,
            Headers = _random.Next(6) == 0 ? DamageHeaders(answer.Headers) : answer.Headers,
            Body = body,
        };
    }

    /// <summary>Damages a text that is perhaps JSON.</summary>
    public string DamageText(string text)
    {
        if (_random.Next(6) == 0)
        {
            return _random.Next(3) switch
            {
                0 => Pick(RawTexts),
                1 => Nested(_random.Next(2) == 0 ? "[" : "{\"a\":", _random.Next(1, 20_000)),
                _ => text[.._random.Next(text.Length + 1)],
            };
        }

        if (TryParse(text) is not { } json)
        {
            return Encoding.UTF8.GetString(Garble(Encoding.UTF8.GetBytes(text)));
        }

        for (int i = _random.Next(1, 6); i > 0; i--)
        {
            DamageNode(json);
        }

        string damaged = json.ToString(Formatting.None);
        return _random.Next(10) == 0 ? damaged.Replace("\":", "\":" + Pick(["NaN,\"x\":", "1e999,\"x\":", "-0,\"x\":", "[],\"x\":"]), StringComparison.Ordinal) : damaged;
    }

    /// <summary>Turns over, drops and inserts bytes.</summary>
    public byte[] Garble(byte[] bytes)
    {
        List<byte> result = [.. bytes];
        for (int i = _random.Next(1, 8); i > 0 && result.Count > 0; i--)
        {
            int at = _random.Next(result.Count);
            switch (_random.Next(4))
            {
                case 0:
                    result[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    result.RemoveRange(at, Math.Min(_random.Next(1, 50), result.Count - at));
                    break;
                case 2:
                    result.InsertRange(at, Encoding.UTF8.GetBytes(Pick(Texts)));
                    break;
                default:
                    result.InsertRange(at, result.GetRange(at, Math.Min(_random.Next(1, 200), result.Count - at)));
                    break;
            }
        }

        return [.. result];
    }

    private void DamageNode(JContainer root)
    {
        JToken[] nodes = [.. root.Descendants().Where(t => t is not JProperty)];
        if (nodes.Length == 0)
        {
            return;
        }

        JToken node = Pick(nodes);
        switch (_random.Next(10))
        {
            case 0 when node.Parent is JProperty property:
                property.Remove();
                break;
            case 1 when node.Parent is JProperty { Parent: JObject owner } property:
                property.Remove();
                owner[Pick([property.Name.ToUpperInvariant(), property.Name + "s", "", Pick(Texts)])] = property.Value;
                break;
            case 2 when node is JArray array:
                JToken[] items = [.. array.Children().Select(c => c.DeepClone())];
                for (int i = _random.Next(1, 4); i > 0; i--)
                {
                    array.Add(items.Length == 0 ? Scalar() : Pick(items).DeepClone());
                }

                break;
            case 3:
                node.Replace(new JArray());
                break;
            case 4:
                node.Replace(new JArray(node.DeepClone(), Scalar(), JValue.CreateNull(), new JObject { ["x"] = Scalar() }));
                break;
            case 5:
                node.Replace(new JObject { [Pick(Texts)] = node.DeepClone() });
                break;
            case 6:
                node.Replace(JToken.Parse(Nested("[", 50)));
                break;
            case 7:
                node.Replace(Pick(nodes).DeepClone());
                break;
            default:
                node.Replace(Scalar());
                break;
        }
    }

    private JValue Scalar() => _random.Next(9) switch
    {
        0 => JValue.CreateNull(),
        1 => new JValue(_random.Next(-2, 3)),
        2 => new JValue(Pick([long.MaxValue, long.MinValue, int.MaxValue + 1L])),
        3 => new JValue(Pick([double.MaxValue, 0.5, -1e300, 1e-300])),
        4 => new JValue(_random.Next(2) == 0),
        5 => new JValue(new string(Pick(['a', '\u0130', '\ud83d', '<', '[']), _random.Next(30) == 0 ? 300_000 : _random.Next(300))),
        _ => new JValue(Pick(Texts)),
    };

    private KeyValuePair<string, string>[] DamageHeaders(IReadOnlyList<KeyValuePair<string, string>> headers) =>
    [
        .. headers.Where(_ => _random.Next(3) != 0),
        KeyValuePair.Create(Pick(HeaderNames), new string([.. Pick(Texts).Where(c => c is >= ' ' and < '\u007f')])),
    ];

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static string Nested(string open, int depth) => depth > 100
        ? string.Concat(Enumerable.Repeat(open, depth))
        : string.Concat(Enumerable.Repeat(open, depth)) + "1" + new string(open == "[" ? ']' : '}', depth);

    private static JContainer? TryParse(string text)
    {
        try
        {
            using JsonTextReader reader = new(new System.IO.StringReader(text)) { DateParseHandling = DateParseHandling.None };
            return JToken.ReadFrom(reader) as JContainer;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
