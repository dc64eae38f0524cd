using System.Text.RegularExpressions;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Guests;

/// <summary>Reads the consoles of servers. Every method throws <see cref="EcsException"/> for what the cloud or the network does; none of them
/// puts what was read into a message.</summary>
public static class GuestConsole
{
    private const int ReadsAtOnce = 8;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Reads the text.</summary>
    /// <param name="lines">How many of the last lines; null for all.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.IncorrectState"/> while the server has no console.</exception>
    public static async Task<EcsConsoleOutput> ReadAsync(ConnectedAccount account, EcsInstance instance, int? lines, CancellationToken cancellation)
    {
        IServerConsole console = Of(account, instance);
        ConsoleText read = await console.ReadConsoleAsync(instance, lines, cancellation).ConfigureAwait(false);
        return Describe(console, instance, read) with { Text = ConsoleTail.Cut(read.Text, lines) };
    }

    /// <summary>Waits until the text matches a pattern.</summary>
    /// <param name="lines">How many of the last lines are returned; null for all. All of them are searched.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.OperationTimeout"/>, or <see cref="EcsErrorId.InvalidInput"/> for a pattern that takes too long.</exception>
    public static async Task<EcsConsoleOutput> WaitAsync(
        ConnectedAccount account, EcsInstance instance, Regex pattern, int? lines, TimeSpan timeout, CancellationToken cancellation)
    {
        EcsConsoleOutput? found = null;
        await WatchAsync(
            account,
            instance,
            timeout,
            (output, _) =>
            {
                found = Matches(pattern, output.Text) ? output : null;
                return found is not null;
            },
            cancellation).ConfigureAwait(false);
        return found is null ? throw TimedOut(instance, timeout) : found with { Text = ConsoleTail.Cut(found.Text, lines) };
    }

    /// <summary>Reads the texts of several servers, or waits until each matches a pattern; each comes out as soon as it is there.</summary>
    /// <param name="pattern">What to wait for; null to read once.</param>
    /// <param name="lines">How many of the last lines; null for all.</param>
    /// <param name="onText">Gets a text; may be called from any thread.</param>
    /// <param name="onError">Gets why there is none.</param>
    public static Task ReadEachAsync(
        ConnectedAccount account,
        IReadOnlyList<EcsInstance> instances,
        Regex? pattern,
        int? lines,
        TimeSpan timeout,
        Action<EcsInstance, EcsConsoleOutput> onText,
        Action<EcsInstance, EcsException> onError,
        CancellationToken cancellation) => instances.ForEachAsync(
        pattern is null ? ReadsAtOnce : instances.Count, // who waits takes no place from the others
        async instance =>
        {
            try
            {
                onText(instance, pattern is null
                    ? await ReadAsync(account, instance, lines, cancellation).ConfigureAwait(false)
                    : await WaitAsync(account, instance, pattern, lines, timeout, cancellation).ConfigureAwait(false));
            }
            catch (EcsException error)
            {
                onError(instance, error);
            }
        },
        cancellation);

    /// <summary>Hands over the text, and from then on what comes to it.</summary>
    /// <param name="until">Ends it when the text matches; null to go on.</param>
    /// <param name="lines">With how many of the last lines it begins; null for all.</param>
    /// <param name="timeout">Ends it; null to go on.</param>
    /// <param name="onText">Gets each part.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> where the text is not of the server as it runs; <see cref="EcsErrorId.OperationTimeout"/>
    /// if the pattern was not met in time.</exception>
    public static async Task FollowAsync(
        ConnectedAccount account, EcsInstance instance, Regex? until, int? lines, TimeSpan? timeout, Action<EcsConsoleOutput> onText, CancellationToken cancellation)
    {
        if (!Of(account, instance).IsConsoleLive)
        {
            throw StepErrors.NotSupported(
                $"The console output of {instance} cannot be followed: the provider keeps the text of its last start, restart, or stop.",
                "Wait for a text with -Wait, or take a picture of the screen with -ScreenshotPath.",
                instance.Id);
        }

        bool isFirst = true;
        bool isMet = false;
        await WatchAsync(
            account,
            instance,
            timeout ?? Timeout.InfiniteTimeSpan,
            (output, before) =>
            {
                string text = isFirst ? ConsoleTail.Cut(output.Text, lines) : ConsoleTail.FindNew(before, output.Text);
                isFirst = false;
                if (text.Length > 0)
                {
                    onText(output with { Text = text });
                }

                return isMet = until is not null && Matches(until, output.Text);
            },
            cancellation).ConfigureAwait(false);
        if (until is not null && !isMet)
        {
            throw TimedOut(instance, timeout!.Value);
        }
    }

    /// <summary>Gets an address at which the console can be used.</summary>
    public static async Task<EcsConsoleAddress> OpenAsync(ConnectedAccount account, EcsInstance instance, CancellationToken cancellation)
    {
        DateTimeOffset begun = account.Wall.GetUtcNow();
        ConsoleAddress address = await Of(account, instance).OpenConsoleAsync(instance, cancellation).ConfigureAwait(false);
        return new EcsConsoleAddress
        {
            InstanceId = instance.Id,
            InstanceName = instance.Name,
            Address = address.Url,
            ExpiresAt = address.Validity is { } validity ? begun + validity : null,
            Account = instance.Account,
            AccountKey = instance.AccountKey,
            Region = instance.Region,
        };
    }

    /// <summary>Writes a picture of the screen to a new file that only this user can read.</summary>
    /// <param name="path">The file; it must not exist.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> for a file that exists or cannot be written; <see cref="EcsErrorId.NotSupported"/>;
    /// <see cref="EcsErrorId.MalformedAnswer"/> for what is no picture.</exception>
    public static async Task<EcsScreenshot> CaptureAsync(ConnectedAccount account, EcsInstance instance, string path, CancellationToken cancellation)
    {
        // The file first: a picture that cannot be kept is not asked for.
        using NewPrivateFile file = NewPrivateFile.Claim(path);
        byte[] picture = await Of(account, instance).CaptureScreenAsync(instance, cancellation).ConfigureAwait(false);
        string format = FindFormat(picture) ?? throw new EcsException(EcsErrorId.MalformedAnswer, $"The screenshot of {instance} is neither a JPG nor a PNG picture; no file was written.")
        {
            InstanceId = instance.Id,
            RecommendedAction = "Run the command again, or use the provider's console.",
        };
        Write(file, picture);
        return new EcsScreenshot
        {
            InstanceId = instance.Id,
            InstanceName = instance.Name,
            Path = path,
            Format = format,
            Account = instance.Account,
            AccountKey = instance.AccountKey,
            Region = instance.Region,
        };
    }

    // Reads the text again and again until the visitor has what it wants or the time is over. A server that restarts has no console for a while.
    private static async Task WatchAsync(
        ConnectedAccount account, EcsInstance instance, TimeSpan timeout, Func<EcsConsoleOutput, string, bool> visit, CancellationToken cancellation)
    {
        IServerConsole console = Of(account, instance);
        long begun = account.Time.GetTimestamp();
        string before = "";
        try
        {
            while (true)
            {
                try
                {
                    EcsConsoleOutput output = Describe(console, instance, await console.ReadConsoleAsync(instance, null, cancellation).ConfigureAwait(false));
                    if (visit(output, before))
                    {
                        return;
                    }

                    before = output.Text;
                }
                catch (EcsException error) when (error.ErrorId == EcsErrorId.IncorrectState)
                {
                    AmbientLog.Current.Verbose($"{instance}: no console at the moment.");
                }

                if (timeout != Timeout.InfiniteTimeSpan && account.Time.GetElapsedTime(begun) >= timeout)
                {
                    return;
                }

                AmbientLog.Current.Progress(new ProgressReport(instance.Id, instance.Name, "Waiting for console output", null, Finished: false));
                await account.Time.Delay(Interval, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            AmbientLog.Current.Progress(new ProgressReport(instance.Id, instance.Name, "", null, Finished: true));
        }
    }

    private static IServerConsole Of(ConnectedAccount account, EcsInstance instance) =>
        account.Cloud as IServerConsole ?? throw StepErrors.NotSupported("The provider does not show consoles of servers.", null, instance.Id);

    private static EcsConsoleOutput Describe(IServerConsole console, EcsInstance instance, ConsoleText read) => new()
    {
        InstanceId = instance.Id,
        InstanceName = instance.Name,
        Text = read.Text,
        IsLive = console.IsConsoleLive,
        RecordedAt = read.RecordedAt,
        Account = instance.Account,
        AccountKey = instance.AccountKey,
        Region = instance.Region,
    };

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException error)
        {
            throw InputErrors.Create("The pattern of -Wait takes too long on this text.", "Specify a simpler pattern.", inner: error);
        }
    }

    private static EcsException TimedOut(EcsInstance instance, TimeSpan timeout) => new(
        EcsErrorId.OperationTimeout, $"Timed out after {timeout.TotalSeconds:0.#} seconds: the console output of {instance} does not match the pattern.")
    {
        InstanceId = instance.Id,
        RecommendedAction = "Read the console output without -Wait, or specify a longer -Timeout.",
    };

    private static string? FindFormat(byte[] content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "JPG",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "PNG",
        _ => null,
    };

    private static void Write(NewPrivateFile file, byte[] content)
    {
        try
        {
            file.Write(content);
        }
        catch (IOException error)
        {
            throw InputErrors.Create($"Cannot write the screenshot to {file.Path}: {error.Message}", "Specify another file with -ScreenshotPath.", inner: error);
        }
    }
}
