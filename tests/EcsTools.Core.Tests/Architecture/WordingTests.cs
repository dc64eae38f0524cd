using System.Text.RegularExpressions;

namespace EcsTools.Core.Tests.Architecture;

/// <summary>Messages have one pattern for each thing that they say; wordings that were given up do not come back.</summary>
public sealed partial class WordingTests
{
    // What is written instead, beside each: Skipped {server}: ... (Id), Cannot {verb} ..., The outcome of ... is unknown, Specify, Run, Omit.
    private static readonly string[] GivenUp =
    [
        "was left alone", "does not meet a requirement", "is not known", "There is no server", "There is no disk", "There is no image", "anew", "nobody", "somebody", "any more",
        "goes on", "Leave out", "leave out", "Give -", "or give -", "or name -", "Look at ", "Look for ", "Choose another", "of ours", "made anew", "in the clear",
        "could not be read\"", "Whether the ", "give the command", "Give the command", "how it stands", "Wait on with", "is no proof", "witnessed", "in an orderly way", "not stopped.",
    ];

    [Theory]
    [InlineData("EcsTools.Core")]
    [InlineData("EcsTools")]
    public void NoMessage_IsWordedAsBefore(string project)
    {
        string[] found =
        [
            .. from file in SourceFile.ReadAll("src", project)
               from Match text in Text().Matches(file.Code)
               from wording in GivenUp
               where text.Value.Contains(wording, StringComparison.Ordinal)
               select $"{file.Path}: {text.Value}",
        ];

        Assert.Empty(found);
    }

    // What a person could read: a literal with a blank in it. Beginnings of user data are those of a format.
    [GeneratedRegex("\"(?!from nobody)[^\"\\n]* [^\"\\n]*\"")]
    private static partial Regex Text();
}
