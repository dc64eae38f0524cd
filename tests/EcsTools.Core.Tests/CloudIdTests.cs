using System.Text.RegularExpressions;

using EcsTools.Core.Clouds;

namespace EcsTools.Core.Tests;

public sealed class CloudIdTests
{
    [Theory]
    [InlineData("3c1a7f52-9e0b-4d6c-8a21-5b7e0f9c4d13")]
    [InlineData("i-bp1")]
    [InlineData("a_b")]
    public void InPath_Id_IsUnchanged(string id) => Assert.Equal(id, CloudId.InPath(id));

    [Theory]
    [InlineData("")]
    [InlineData("s-1\n")]
    [InlineData("s-1\r\nX-Evil: 1")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("a%2Fb")]
    [InlineData("a?b=c")]
    [InlineData("a#b")]
    [InlineData("-a")]
    public void InPath_NoId_IsRefused(string id)
    {
        EcsException error = Assert.Throws<EcsException>(() => CloudId.InPath(id));

        Assert.Equal((EcsErrorId.InvalidInput, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("m1.small", "m1.small")]
    [InlineData("s 1.large", "s%201.large")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("100%", "100%25")]
    [InlineData("ops@example", "ops%40example")]
    public void Escape_Name_IsOneSegment(string name, string expected) => Assert.Equal(expected, CloudId.Escape(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\n")]
    public void Escape_NoSegment_IsRefused(string name)
    {
        Assert.False(CloudId.CanEscape(name));
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => CloudId.Escape(name)).ErrorId);
    }

    [Fact]
    public void Paths_OfAllApis_HoldGuardedIdsOnly()
    {
        string[] ours = ["BasePath", "rebuild.Version", "rebuild.Action", "resize.Version"];
        var unguarded =
            from folder in new[] { "Huawei", "OpenStack", "OpenStackApi" }
            let path = Path.Combine(Repository.Root, "src", "EcsTools.Core", "Clouds", folder)
            where Directory.Exists(path)
            from file in Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories)
            from Match text in Regex.Matches(File.ReadAllText(file), """\$"(?:\{BasePath\})?/[^"]*(?=")""")
            from Match hole in Regex.Matches(text.Value, @"(?<!\{)\{([^{}]+)\}(?!\})")
            let inside = hole.Groups[1].Value
            where !inside.StartsWith("CloudId.", System.StringComparison.Ordinal) && !ours.Contains(inside)
            select $"{Path.GetFileName(file)}: {text.Value}";

        Assert.Empty(unguarded);
    }
}
