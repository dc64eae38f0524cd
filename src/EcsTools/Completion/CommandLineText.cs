using System.Management.Automation.Language;
using System.Text;

namespace EcsTools.Completion;

/// <summary>Writes values so that the engine's parser reads them as that text and nothing else.</summary>
internal static class CommandLineText
{
    // What has a meaning between double quotes; the engine takes the typographic ones for the others.
    private const string QuoteMarks = "`$\"\u201C\u201D\u201E";

    /// <summary>Writes a value as an argument, in quotes where it needs them.</summary>
    public static string Quote(string value) => Display.Line(value) != value ? QuoteHidden(value)
        : IsBareWord(value) ? value
        : Literal(value);

    /// <summary>Writes a value as a literal, in quotes always.</summary>
    public static string Literal(string value) => Display.Line(value) != value ? QuoteHidden(value) : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    /// <summary>Writes a value as a key of a hashtable, in quotes where it needs them.</summary>
    public static string Key(string value) => value.Length > 0 && value.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_') ? value : Literal(value);

    /// <summary>Takes from a word that is still being typed the quotes it begins and ends with.</summary>
    public static string Unquote(string? word)
    {
        string text = word ?? "";
        return text.Length > 0 && text[0] is '\'' or '"'
            ? text.Substring(1).TrimEnd(text[0]).Replace("''", "'")
            : text;
    }

    // What would not be seen on the command line is spelled out there, in a way that every version of the engine reads.
    private static string QuoteHidden(string value)
    {
        StringBuilder text = new("\"");
        for (int i = 0; i < value.Length; i++)
        {
            int length = char.IsSurrogatePair(value, i) ? 2 : 1;
            string part = value.Substring(i, length);
            text.Append(Display.Line(part) != part ? string.Concat(part.Select(c => $"$([char]0x{(int)c:X4})")) : QuoteMarks.IndexOf(part, StringComparison.Ordinal) < 0 ? part : "`" + part);
            i += length - 1;
        }

        return text.Append('"').ToString();
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
