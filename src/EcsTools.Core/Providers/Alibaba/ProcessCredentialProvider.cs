using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

using Newtonsoft.Json;

namespace EcsTools.Core.Providers.Alibaba;

/// <summary>A program of the user's that prints a key (docs/contracts/alibaba-ecs.md 2.2, mode External). Run without a shell, and only
/// when a key is needed. What it prints is never shown.</summary>
internal sealed class ProcessCredentialProvider
{
    private const int LongestOutput = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _file;
    private readonly string _arguments;
    private readonly MachineEnvironment _machine;
    private readonly TimeProvider _wall;

    /// <summary>Makes a program; nothing is run yet.</summary>
    public ProcessCredentialProvider(string command, MachineEnvironment machine, TimeProvider wall)
    {
        _machine = machine;
        // Only the program is cut off: the runtime splits the arguments by the rules of the system.
        string text = command.Trim();
        bool isQuoted = text.StartsWith("\"", StringComparison.Ordinal);
        int end = isQuoted ? text.IndexOf('"', 1) : text.IndexOf(' ');
        _file = end < 0 ? text.Trim('"') : text.Substring(0, end).Trim('"');
        _arguments = end < 0 ? "" : text.Substring(end + 1).Trim();
        _wall = wall;
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialNotFound"/>: it cannot be run, failed, took too long, or printed no key.</exception>
    public async Task<AccessKey> FetchAsync(CancellationToken cancellation)
    {
        (int code, string output) = await RunAsync(cancellation).ConfigureAwait(false);
        if (code != 0)
        {
            throw Failed($"ended with code {code.ToString(CultureInfo.InvariantCulture)}");
        }

        try
        {
            return AlibabaTemporaryKey.ReadProgram(JsonParser.ParseObject(output)) ?? throw Failed("printed no complete key");
        }
        catch (JsonException)
        {
            // The parser's error would quote what was printed.
            throw Failed("printed no JSON object");
        }
    }

    private async Task<(int Code, string Output)> RunAsync(CancellationToken cancellation)
    {
        using Process process = new()
        {
            EnableRaisingEvents = true,
            StartInfo = new ProcessStartInfo(Find(), _arguments)
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        TaskCompletionSource<bool> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult(true);
        try
        {
            process.Start();
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            throw Failed("cannot be run");
        }

        // Nobody can answer a question of it; both streams are read, since it would wait once one of them is full.
        process.StandardInput.Close();
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<string> output = ReadAsync(process.StandardOutput, ended.Token);
        Task all = Task.WhenAll(exited.Task, output, ReadAsync(process.StandardError, ended.Token));
        bool isDone = await Task.WhenAny(all, _wall.Delay(Patience, ended.Token)).ConfigureAwait(false) == all;
        ended.Cancel();
        if (!isDone)
        {
            End(process);
            cancellation.ThrowIfCancellationRequested();
            throw Failed($"did not end within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }

        return (process.ExitCode, await output.ConfigureAwait(false));
    }

    // To the end, since the program would wait for whoever reads; what is longer than any key is not kept. What goes on printing after the program was
    // ended, as one that it has started itself, has nobody to print to.
    private static async Task<string> ReadAsync(StreamReader stream, CancellationToken ended)
    {
        using StreamReader reader = stream;
        StringBuilder text = new();
        char[] part = new char[4096];
        for (int length; !ended.IsCancellationRequested && (length = await reader.ReadAsync(part, 0, part.Length).ConfigureAwait(false)) > 0;)
        {
            text.Append(part, 0, text.Length < LongestOutput ? length : 0);
        }

        return text.ToString();
    }

    // By itself the runtime would look into the working folder first, where others may have put something of that name.
    private string Find()
    {
        string file = _file.StartsWith("~", StringComparison.Ordinal) ? _machine.Expand(_file) : _file;
        if (Path.IsPathRooted(file))
        {
            return file;
        }

        if (file.IndexOfAny(['/', Path.DirectorySeparatorChar]) >= 0)
        {
            throw Failed("is specified by a path that depends on the current directory");
        }

        bool isWindows = Path.DirectorySeparatorChar == '\\';
        string[] endings = isWindows && Path.GetExtension(file).Length == 0 ? [.. (_machine.Variable("PATHEXT") ?? ".EXE").Split(';')] : [""];
        return (_machine.Variable("PATH") ?? "").Split(Path.PathSeparator).Where(IsWholePath)
            .SelectMany(_ => endings, (folder, ending) => Path.Combine(folder, file + ending))
            .FirstOrDefault(CanBeRun) ?? throw Failed("is in no folder of PATH");
    }

    private static bool IsWholePath(string folder) => folder.Length > 0 && Path.IsPathRooted(folder);

    private static bool CanBeRun(string file) => File.Exists(file) && UnixFileStatus.TryRead(file) is not { IsExecutable: false };

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself meanwhile.
        }
    }

    private EcsException Failed(string what) => new(EcsErrorId.CredentialNotFound, $"The program that should print a key, '{_file}', {what}.")
    {
        RecommendedAction = "Specify the program with its whole path, or a program of PATH. Run the profile's process_command by hand and see that it prints one JSON object with access_key_id and access_key_secret.",
    };
}
