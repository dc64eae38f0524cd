using System.Collections.Concurrent;
using System.Text;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>The answers that a cloud gave while it was recorded, by operation and in order; the last one is given again and again.</summary>
internal sealed class RecordedResponses
{
    private static readonly RecordedAnswer Missing = new(404, [], "application/json", Encoding.UTF8.GetBytes("""{"Code": "NotFound", "error_code": "x", "error_msg": "none"}"""));
    private static readonly Lazy<IReadOnlyList<string>> SampleBodies = new(() => [.. SampleFiles.Bodies("alibaba"), .. SampleFiles.Bodies("huawei")]);
    private readonly ConcurrentDictionary<string, List<RecordedAnswer>> _answers = new(StringComparer.Ordinal);

    /// <summary>All bodies that were recorded, and those of the samples.</summary>
    public IReadOnlyList<string> Bodies => field ??= [.. _answers.Values.SelectMany(a => a).Select(a => a.Text).Distinct(), .. SampleBodies.Value];

    /// <summary>The answer to the n-th request for an operation, counted from zero.</summary>
    public RecordedAnswer Find(string key, int ordinal) =>
        _answers.TryGetValue(key, out List<RecordedAnswer>? answers) ? answers[Math.Min(ordinal, answers.Count - 1)] : Missing;

    /// <summary>A handler that passes everything on and writes down what comes back.</summary>
    public HttpMessageHandler Record(HttpMessageHandler inner) => new Recorder(this, inner);

    private sealed class Recorder(RecordedResponses book, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            List<RecordedAnswer> answers = book._answers.GetOrAdd(RecordedAnswer.KeyOf(request), _ => []);
            lock (answers)
            {
                answers.Add(new RecordedAnswer(
                    (int)response.StatusCode,
                    [.. response.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.First()))],
                    response.Content.Headers.ContentType?.ToString(),
                    body));
            }

            return response;
        }
    }
}
