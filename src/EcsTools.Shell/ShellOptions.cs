using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Shell;

/// <summary>What the command line asks for.</summary>
internal sealed record ShellOptions
{
    /// <summary>How to call the program.</summary>
    public const string Usage = """
        Usage: EcsTools.Shell [-NoLogo] [-NoSandbox] [-NonInteractive] [-Command TEXT | -File PATH [ARGUMENTS]]

          -Command TEXT    runs TEXT and ends; '-' reads it from standard input
          -File PATH       runs a script with the arguments that follow, and ends
          -NoLogo          says nothing at the start
          -NoSandbox       starts without the sandbox
          -NonInteractive  never asks: whatever would ask fails

        Without -Command or -File it shows a prompt; 'exit' or Ctrl+D ends it.
        """;

    /// <summary>True to say nothing at the start.</summary>
    public bool NoLogo { get; init; }

    /// <summary>True to start without the sandbox.</summary>
    public bool NoSandbox { get; init; }

    /// <summary>True if questions must fail.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>True if only the usage is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>The text to run, or null.</summary>
    public string? Command { get; init; }

    /// <summary>The script to run, or null.</summary>
    public string? File { get; init; }

    /// <summary>The script's arguments as they were typed.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Reads the command line. Names are taken in any case; what follows -Command and -File is theirs.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>The options.</returns>
    /// <exception cref="UsageException">The line makes no sense.</exception>
    public static ShellOptions Parse(IReadOnlyList<string> args)
    {
        ShellOptions options = new();
        for (int i = 0; i < args.Count; i++)
        {
            string[] rest = [.. args.Skip(i + 1)];
            switch (args[i].ToLowerInvariant())
            {
                case "-nologo":
                    options = options with { NoLogo = true };
                    break;
                case "-nosandbox":
                    options = options with { NoSandbox = true };
                    break;
                case "-noninteractive":
                    options = options with { NonInteractive = true };
                    break;
                case "-?" or "-h" or "-help" or "--help":
                    options = options with { Help = true };
                    break;
                case "-command" or "-c":
                    return rest.Length > 0
                        ? options with { Command = string.Join(' ', rest) }
                        : throw new UsageException("-Command needs a text.");
                case "-file" or "-f":
                    return rest.Length > 0
                        ? options with { File = rest[0], Arguments = rest[1..] }
                        : throw new UsageException("-File needs a path.");
                default:
                    throw new UsageException($"'{args[i]}' is no option of this program.");
            }
        }

        return options;
    }
}
