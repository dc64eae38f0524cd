using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Security;

namespace EcsTools.Tests.Hosting;

/// <summary>Remembers what came, and answers questions as it was told; a question without an answer fails, as with nobody there.</summary>
public sealed class RecordingUserInterface : PSHostUserInterface
{
    private const string WhatIfPrefix = "What if: ";
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<string> _verbose = new();
    private readonly ConcurrentQueue<ProgressRecord> _progress = new();
    private readonly List<Question> _questions = [];
    private readonly Queue<string> _answers = new();
    private readonly RecordingRawUserInterface _raw = new();

    /// <summary>Lines written to the screen, what-if lines among them.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>What would have been done, without the words in front.</summary>
    public IReadOnlyList<string> WhatIf =>
        [.. _lines.Where(l => l.StartsWith(WhatIfPrefix, StringComparison.Ordinal)).Select(l => l[WhatIfPrefix.Length..])];

    /// <summary>Errors as they were shown.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Warnings.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>Verbose messages.</summary>
    public IReadOnlyCollection<string> Verbose => _verbose;

    /// <summary>Progress records.</summary>
    public IReadOnlyCollection<ProgressRecord> Progress => _progress;

    /// <summary>Questions that were asked.</summary>
    public IReadOnlyList<Question> Questions => _questions;

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI => _raw;

    /// <summary>True for a screen with colours.</summary>
    public bool Colour { get; set; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => Colour;

    /// <summary>The width of the screen.</summary>
    public int Width
    {
        get => _raw.Width;
        set => _raw.Width = value;
    }

    /// <summary>The answer of who only presses Enter, which is no label.</summary>
    public const string Enter = "";

    /// <summary>Answers the next questions.</summary>
    /// <param name="labels">The labels to choose, for example <c>Yes</c>; never an index, since those mean different things.</param>
    public void Answer(params string[] labels)
    {
        foreach (string label in labels)
        {
            _answers.Enqueue(label);
        }
    }

    /// <summary>Answers every question for which no answer was given, or is null for nobody there.</summary>
    public Func<Question, string>? Reply { get; set; }

    /// <summary>Forgets what came.</summary>
    public void Clear()
    {
        _lines.Clear();
        _errors.Clear();
        _warnings.Clear();
        _verbose.Clear();
        _progress.Clear();
        _questions.Clear();
        _answers.Clear();
    }

    /// <inheritdoc/>
    public override void Write(string value) => _lines.Enqueue(value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string value) => _lines.Enqueue(value);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => _errors.Enqueue(value);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => _warnings.Enqueue(message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => _verbose.Enqueue(message);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message)
    {
    }

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Enqueue(record);

    /// <inheritdoc/>
    public override string ReadLine() => throw Nobody("a line");

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => throw Nobody("a secret");

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw Nobody(string.Join(", ", descriptions.Select(d => d.Name)));

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        string[] labels = [.. choices.Select(c => c.Label.Replace("&", "", StringComparison.Ordinal))];
        Question question = new(caption, message, labels, defaultChoice < 0 ? null : labels[defaultChoice])
        {
            Help = [.. choices.Select(c => c.HelpMessage)],
        };
        _questions.Add(question);
        if (!_answers.TryDequeue(out string? answer))
        {
            answer = Reply?.Invoke(question) ?? throw Nobody(message);
        }

        int index = answer == Enter ? defaultChoice : Array.IndexOf(labels, answer);
        return index >= 0 ? index : throw new InvalidOperationException($"'{answer}' is none of: {string.Join(", ", labels)}.");
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw Nobody("a credential");

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw Nobody("a credential");

    private static HostException Nobody(string what) => new($"Nobody is there to give {what}.");
}
