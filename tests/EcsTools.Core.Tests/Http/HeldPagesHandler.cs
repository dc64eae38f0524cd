using System.Net;
using System.Text;

namespace EcsTools.Core.Tests.Http;

/// <summary>Gives pages of a list, in turn. The first one comes as far as its rows, and the rest only when something is given free.</summary>
internal sealed class HeldPagesHandler(int head, Task free, params string[] pages) : HttpMessageHandler
{
    private int _next;

    public List<Uri> Asked { get; } = [];

    /// <summary>Ends when a second page is asked for.</summary>
    public TaskCompletionSource SecondAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body;
        bool isFirst;
        lock (Asked)
        {
            Asked.Add(request.RequestUri!);
            isFirst = _next == 0;
            body = Encoding.UTF8.GetBytes(pages[Math.Min(_next++, pages.Length - 1)]);
        }

        if (!isFirst)
        {
            SecondAsked.TrySetResult();
        }

        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = isFirst ? new StreamContent(new HeldStream(body, head, Task.WhenAny(free, SecondAsked.Task))) : new ByteArrayContent(body),
        });
    }

    private sealed class HeldStream(byte[] bytes, int head, Task free) : MemoryStream(bytes)
    {
        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            if (Position >= head)
            {
                await free.WaitAsync(cancellationToken);
            }

            return Read(buffer, offset, Math.Min(count, Position < head ? head - (int)Position : count));
        }
    }
}
