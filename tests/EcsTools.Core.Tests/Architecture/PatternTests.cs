using System.Text.RegularExpressions;

namespace EcsTools.Core.Tests.Architecture;

/// <summary>Text from outside may be made to cost time: no pattern is matched without a limit.</summary>
public sealed partial class PatternTests
{
    [Theory]
    [InlineData("EcsTools.Core")]
    [InlineData("EcsTools")]
    public void EveryPattern_HasALimit(string project)
    {
        string[] without =
        [
            .. from file in SourceFile.ReadAll("src", project)
               from Match use in Use().Matches(file.Code)
               where !use.Value.Contains("TextPattern.Limit", StringComparison.Ordinal)
               select $"{file.Path}: {use.Value}",
        ];

        Assert.Empty(without);
    }

    // Up to the end of the statement.
    [GeneratedRegex(@"(Regex\.(IsMatch|Match|Matches|Replace|Split)|new Regex|Regex \w+ = new)\(.*?;[ \t\r]*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Use();
}
