using System.Collections;
using System.Management.Automation.Language;

using EcsTools.Core.Accounts;
using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes the values of a parameter from what this session and earlier ones have seen. Sends nothing, unless the user has chosen so.</summary>
internal abstract class EcsCompleter : IArgumentCompleter
{
    /// <summary>What the cloud is asked for this press of the Tab key.</summary>
    private protected CloudQuestion Cloud { get; } = new();

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CommandLineText.Unquote(wordToComplete);
        return Suggest(EcsSession.Current, fakeBoundParameters)
            .Where(s => s.Value.Length > 0 && s.BeginsWith(word))
            .GroupBy(s => s.Value, StringComparer.Ordinal)
            .Select(g => Result(g.First()));
    }

    /// <summary>Tells what the parameter can be given, best first.</summary>
    /// <param name="bound">The other parameters of the command line, as far as they are known before it runs.</param>
    protected abstract IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound);

    /// <summary>Finds the account that a command line names, or the default one.</summary>
    private protected static ConnectedAccount? FindAccount(EcsSession session, IDictionary bound)
    {
        string? name = bound["Account"]?.ToString();
        return session.Accounts.All.FirstOrDefault(a => name is null ? a.Info.IsDefault : string.Equals(a.Info.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What is known of the account that a command line names, or of the default one.</summary>
    /// <returns>The suggestions by label; none without such an account.</returns>
    private protected IEnumerable<CompletionCandidate> Known(EcsSession session, IDictionary bound, KnownKind kind)
    {
        if (FindAccount(session, bound) is not { } account)
        {
            return [];
        }

        CompletionCache known = session.Known(account);
        known.ReadKept();
        Cloud.Ask(account, known, kind);
        return known[kind].All.OrderBy(s => s.Label, StringComparer.OrdinalIgnoreCase);
    }

    private static CompletionResult Result(CompletionCandidate suggestion)
    {
        string label = suggestion.Label.Length > 0 ? suggestion.Label : suggestion.Value;
        return new CompletionResult(
            suggestion.IsExpression ? suggestion.Value : CommandLineText.Quote(suggestion.Value), Display.Line(label), CompletionResultType.ParameterValue, Display.Line(suggestion.ToolTip.Length > 0 ? suggestion.ToolTip : label));
    }
}
