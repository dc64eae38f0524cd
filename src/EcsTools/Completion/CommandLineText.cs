using System.Linq;
using System.Management.Automation.Language;

namespace EcsTools.Completion;

/// <summary>Writes values so that the engine's parser reads them as that text and nothing else.</summary>
internal static class CommandLineText
{
    /// <summary>Writes a value as an argument, in quotes where it needs them.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The argument.</returns>
    public static string Quote(string value) => IsBareWord(value) ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    /// <summary>Takes from a word that is still being typed the quotes it begins and ends with.</summary>
    /// <param name="word">The word, as the engine hands it to completers.</param>
    /// <returns>What is meant.</returns>
    public static string Unquote(string? word)
    {
        string text = word ?? "";
        return text.Length > 0 && text[0] is '\'' or '"'
            ? text.Substring(1).TrimEnd(text[0]).Replace("''", "'")
            : text;
    }

    private static bool IsBareWord(string value)
    {
        ScriptBlockAst script = Parser.ParseInput($"x {value}", out _, out ParseError[] errors);
        return errors.Length == 0
            && script.EndBlock.Statements.Count == 1
            && script.EndBlock.Statements[0] is PipelineAst { PipelineElements: { Count: 1 } elements }
            && elements.Single() is CommandAst { CommandElements: { Count: 2 } words, Redirections.Count: 0 }
            && words[1] is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word
            && word.Value == value;
    }
}
