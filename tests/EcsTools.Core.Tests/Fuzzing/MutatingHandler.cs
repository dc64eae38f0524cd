using System.Text;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>Gives the answers of a book again, one operation's changed. It ends whoever asks without end.</summary>
internal sealed class MutatingHandler : HttpMessageHandler
{
    /// <summary>More requests than any single command of a small fleet needs, faults and repetitions included.</summary>
    public const int RequestLimit = 300;

    private readonly object _gate = new();
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);
    private RecordedResponses? _book;
    private Func<int, string, bool, RecordedAnswer, RecordedAnswer>? _change;
    private CancellationTokenSource? _end;
    private int _requests;

    /// <summary>How many requests came since <see cref="Play"/>.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Begins anew.</summary>
    /// <param name="book">The answers.</param>
    /// <param name="change">Gets the number of the request, its key, whether it carries <see cref="Mutator.Secret"/>, and the answer; gives the answer to send.</param>
    /// <param name="end">Cancelled when there are too many requests.</param>
    public void Play(RecordedResponses book, Func<int, string, bool, RecordedAnswer, RecordedAnswer>? change, CancellationTokenSource? end)
    {
        lock (_gate)
        {
            _book = book;
            _change = change;
            _end = end;
            _requests = 0;
            _asked.Clear();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        string key = RecordedAnswer.KeyOf(request);
        bool carriesSecret = request.RequestUri!.Query.Contains("S3cret-Hostile", StringComparison.Ordinal)
            || (request.Content is not null && Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync(cancellationToken)).Contains(Mutator.Secret, StringComparison.Ordinal));
        RecordedAnswer answer;
        lock (_gate)
        {
            int number = _requests++;
            _asked.TryGetValue(key, out int ordinal);
            _asked[key] = ordinal + 1;
            answer = _book!.Find(key, ordinal);
            answer = _change?.Invoke(number, key, carriesSecret, answer) ?? answer;
            if (_requests > RequestLimit)
            {
                _end?.Cancel();
            }
        }

        return answer.ToMessage(request);
    }
}
