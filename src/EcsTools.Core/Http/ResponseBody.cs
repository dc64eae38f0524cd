namespace EcsTools.Core.Http;

/// <summary>The body of a response, bounded and read as it comes.</summary>
internal static class ResponseBody
{
    private const int MaxAnswerBytes = 64 * 1024 * 1024;

    // As much is kept ready for an answer as it says to be long, since most are honest; for one that says nothing or too much, as it grows.
    private const int LargestTrusted = 1024 * 1024;
    private const int FirstBytes = 4096;

    /// <summary>Reads the body, and looks for a field in it while it comes.</summary>
    /// <param name="early">What is wanted before all of the body has come, or null.</param>
    /// <exception cref="IOException">The body is too long, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">Also where the stream says otherwise, once <paramref name="cancellation"/> was asked for.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, EarlyField? early, CancellationToken cancellation)
    {
        if (response.Content is not { } content)
        {
            return [];
        }

        long? told = content.Headers.ContentLength;
        RefuseLong(told ?? 0);

        // A stream of .NET Framework's does not heed the token.
        using CancellationTokenRegistration canceled = cancellation.Register(response.Dispose);
        try
        {
            using Stream stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
            byte[] bytes = new byte[told is { } length ? Math.Min((int)length, LargestTrusted) : FirstBytes];
            bool isSought = early is not null && response.IsSuccessStatusCode;
            int count = 0;
            while (true)
            {
                if (count == bytes.Length)
                {
                    if (count == told)
                    {
                        break;
                    }

                    Array.Resize(ref bytes, Math.Max(FirstBytes, count * 2));
                }

                int read = await stream.ReadAsync(bytes, count, bytes.Length - count, cancellation).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                RefuseLong(count += read);
                isSought = isSought && !early!.TryRead(bytes, count);
            }

            Array.Resize(ref bytes, count);
            return bytes;
        }
        catch (Exception error) when (cancellation.IsCancellationRequested && error is not OperationCanceledException)
        {
            throw new OperationCanceledException(error.Message, error, cancellation);
        }
    }

    private static void RefuseLong(long length)
    {
        if (length > MaxAnswerBytes)
        {
            throw new IOException($"the answer is longer than {MaxAnswerBytes / 1024 / 1024} MB");
        }
    }
}
