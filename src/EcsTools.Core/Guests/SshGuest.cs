using System.Globalization;
using System.Net.Sockets;
using System.Text;

using EcsTools.Core.Contracts;
using EcsTools.Core.Security;

using Renci.SshNet;
using Renci.SshNet.Common;

namespace EcsTools.Core.Guests;

/// <summary>A guest that we have logged in to over SSH.</summary>
internal sealed class SshGuest : IDisposable
{
    // As much as anybody reads in a terminal; a command that writes without end must not fill our memory.
    private const int MostOutput = 1024 * 1024;
    private readonly SshClient _client;
    private readonly IDisposable? _key;
    private readonly HostKeyVerifier _judge;

    private SshGuest(SshClient client, IDisposable? key, HostKeyVerifier judge, string at)
    {
        _client = client;
        _key = key;
        _judge = judge;
        Address = at;
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>The user who is logged in.</summary>
    public string UserName => _client.ConnectionInfo.Username;

    /// <summary>The fingerprint of the key it showed.</summary>
    public string Fingerprint => _judge.Fingerprint;

    /// <summary>Logs in.</summary>
    /// <param name="findKeys">Finds keys of a host of which none is known, where they are proven; null for none.</param>
    /// <exception cref="EcsException">See <see cref="GuestErrors"/>; nothing was done in the guest.</exception>
    public static async Task<SshGuest> ConnectAsync(
        string host, SshLogin login, CancellationToken cancellation, Func<CancellationToken, Task<IReadOnlyList<byte[]>>>? findKeys = null)
    {
        string at = string.Format(CultureInfo.InvariantCulture, "{0}:{1}", host, login.Port);
        HostKeyVerifier judge = new(login, host);
        PrivateKeyFile? key = login.KeyFile is null ? null : PrivateKeys.Read(login.KeyFile, login.Passphrase);
        SshClient? client = null;
        Task? connecting = null;
        string banner = "";
        try
        {
            ConnectionInfo connection = new(host, login.Port, login.UserName, [.. Methods(login, key)]) { Timeout = login.ConnectTimeout };
            connection.AuthenticationBanner += (_, said) => banner = said.BannerMessage;
            SshAlgorithms.Restrict(connection);
            if (findKeys is not null && judge.NeedsProof)
            {
                judge.Trust(await findKeys(cancellation).ConfigureAwait(false));
            }

            judge.Prefer(connection);
            client = new SshClient(connection);
            client.HostKeyReceived += judge.Judge;
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            connecting = Task.Run(() => client.ConnectAsync(stop.Token), CancellationToken.None);
            if (await Task.WhenAny(connecting, Task.Delay(login.ConnectTimeout, cancellation)).ConfigureAwait(false) != connecting)
            {
                stop.Cancel();
                cancellation.ThrowIfCancellationRequested();
                throw GuestErrors.NotResponding(at, login.ConnectTimeout);
            }

            await connecting.ConfigureAwait(false);
            return new SshGuest(client, key, judge, at);
        }
        catch (Exception error)
        {
            // The library may still be inside a system call; it is disposed when that has ended.
            _ = DisposeAfterAsync(connecting, client, key);
            cancellation.ThrowIfCancellationRequested();
            if (error is EcsException)
            {
                throw;
            }

            throw judge.Refusal ?? Translate(error, at, login, banner) ?? error;
        }
    }

    /// <summary>Runs a command through the user's shell.</summary>
    /// <param name="command">The command; never holds what somebody typed unquoted.</param>
    /// <param name="input">What it reads, or null.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.GuestCommandTimeout"/> or <see cref="EcsErrorId.GuestConnectionLost"/>.</exception>
    public async Task<GuestOutput> RunAsync(string command, string? input, TimeSpan timeout, CancellationToken cancellation)
    {
        using SshCommand run = _client.CreateCommand(command);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            Task ending = run.ExecuteAsync(stop.Token);
            Task<(string Text, bool More)> output = ReadAsync(run.OutputStream);
            Task<(string Text, bool More)> errors = ReadAsync(run.ExtendedOutputStream);
            Task whole = Task.WhenAll(FeedAsync(run, input), ending, output, errors);
            if (await Task.WhenAny(whole, ending, Task.Delay(timeout, cancellation)).ConfigureAwait(false) is { } first && first != whole && first != ending)
            {
                cancellation.ThrowIfCancellationRequested();
                stop.Cancel();
                throw GuestErrors.CommandTimeout(Address, timeout);
            }

            await ending.ConfigureAwait(false);
            (string text, bool more) = await output.ConfigureAwait(false);
            (string errorText, bool moreErrors) = await errors.ConfigureAwait(false);

            // A server that goes away closes the channel too: without an exit code or signal nobody has told of an end.
            return run.ExitStatus is null && run.ExitSignal is null
                ? throw GuestErrors.ConnectionLost(Address, new SshConnectionException("The channel was closed without an exit code."))
                : new GuestOutput(run.ExitStatus, text, errorText, more || moreErrors);
        }
        catch (Exception error) when (error is SshException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw GuestErrors.ConnectionLost(Address, error);
        }
    }

    /// <summary>Remembers the key of a new host.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KnownHostsUnusable"/>.</exception>
    public void Remember() => _judge.Remember();

    /// <summary>Logs out.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _key?.Dispose();
    }

    private static IEnumerable<AuthenticationMethod> Methods(SshLogin login, PrivateKeyFile? key)
    {
        if (key is not null)
        {
            yield return new PrivateKeyAuthenticationMethod(login.UserName, key);
        }

        if (login.Password is { } secret)
        {
            string password = SecretText.Reveal(secret);
            yield return new PasswordAuthenticationMethod(login.UserName, password);

            // Some guests take passwords only as the answer to a question.
            KeyboardInteractiveAuthenticationMethod questions = new(login.UserName);
            questions.AuthenticationPrompt += (_, asked) =>
            {
                foreach (AuthenticationPrompt prompt in asked.Prompts)
                {
                    prompt.Response = prompt.IsEchoed ? "" : password;
                }
            };
            yield return questions;
        }
    }

    private static EcsException? Translate(Exception error, string at, SshLogin login, string banner) => error switch
    {
        SshAuthenticationException => GuestErrors.LoginFailed(at, login.UserName, banner),
        SshOperationTimeoutException or OperationCanceledException => GuestErrors.NotResponding(at, login.ConnectTimeout),
        SocketException => GuestErrors.Unreachable(at, error),
        SshException or IOException or ObjectDisposedException or InvalidOperationException => GuestErrors.NotSsh(at, error),
        _ => null,
    };

    private static async Task DisposeAfterAsync(Task? connecting, SshClient? client, IDisposable? key)
    {
        if (connecting is not null)
        {
            await Task.WhenAny(connecting).ConfigureAwait(false);
            _ = connecting.Exception;
        }

        client?.Dispose();
        key?.Dispose();
    }

    // The library takes input only once the command has begun.
    private static async Task FeedAsync(SshCommand run, string? input)
    {
        using Stream stream = run.CreateInputStream();
        if (input is not null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(input);
            await stream.WriteAsync(bytes, 0, bytes.Length).ConfigureAwait(false);
        }
    }

    // The library's streams block, so each gets a thread for as long as the command runs.
    private static Task<(string Text, bool More)> ReadAsync(Stream stream) => Task.Run(() =>
    {
        using MemoryStream kept = new();
        byte[] buffer = new byte[8192];
        bool more = false;
        int read;
        while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            int room = Math.Min(read, MostOutput - (int)kept.Length);
            kept.Write(buffer, 0, room);
            more |= room < read;
        }

        return (Encoding.UTF8.GetString(kept.ToArray()), more);
    });
}
