using EcsTools.Core.Contracts;
using EcsTools.Model;

using Xunit;

namespace EcsTools.Core.Tests.Operations;

public class UserDataTests
{
    [Fact]
    public void It_is_encoded_on_its_way_and_shown_by_length_and_digest()
    {
        UserData data = new("#cloud-config\n");

        Assert.Equal("I2Nsb3VkLWNvbmZpZwo=", data.Encode());
        Assert.Equal("14 bytes, SHA-256 88c95955b024402aa9572b663f7eeb134f01343bb92af27b50e97e72b22c565f", data.ToString());
    }

    [Theory]
    [InlineData("I2Nsb3VkLWNvbmZpZwo=")]
    [InlineData("I2Nsb3VkLWNvbmZpZwo=\n")]
    [InlineData("Q29udGVudC1UeXBlOiBtdWx0aXBhcnQvbWl4ZWQ=")]
    public void What_is_encoded_already_is_refused(string text) =>
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => new UserData(text)).ErrorId);

    [Theory]
    [InlineData("#!/bin/sh\n")]
    [InlineData("abcd")]
    [InlineData("#include\nhttps://example.test/a")]
    public void Other_text_is_taken_as_it_is(string text) =>
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String(new UserData(text).Encode())));
}
