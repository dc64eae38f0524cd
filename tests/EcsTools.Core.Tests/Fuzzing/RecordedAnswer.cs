using System.Net;
using System.Text;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>An answer as it stands on the wire.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers but for the content's.</param>
/// <param name="ContentType">The media type, perhaps nonsense; null for none.</param>
/// <param name="Body">The bytes.</param>
internal sealed record RecordedAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string? ContentType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public HttpResponseMessage ToMessage(HttpRequestMessage request)
    {
        HttpResponseMessage message = new((HttpStatusCode)Status) { RequestMessage = request, Content = new ByteArrayContent(Body) };
        foreach (KeyValuePair<string, string> header in Headers)
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (ContentType is not null)
        {
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        return message;
    }

    /// <summary>What an answer is recorded under: the operation, whatever its parameters are.</summary>
    public static string KeyOf(HttpRequestMessage request) => request.Headers.TryGetValues("x-acs-action", out IEnumerable<string>? action)
        ? string.Join(",", action)
        : $"{request.Method} {request.RequestUri!.AbsolutePath}";
}
