using EcsTools.Core.Guests;

namespace EcsTools.Core.Tests.Guests;

public class GuestIdentityTests
{
    [Theory]
    [InlineData("i-1\n\n--\ni-2", "i-2")]
    [InlineData("i-1\n\n--\n", "i-1")]
    [InlineData("\n--\ni-2\n", "i-2")]
    [InlineData("i-1\r\n\r\n--\r\n", "i-1")]
    [InlineData("\n--\n{\"uuid\":\"0f1e\",\"name\":\"web-01\"}", "0f1e")]
    [InlineData("i-1\n\n--\n<html>Log in to the hotel's network</html>", "i-1")]
    [InlineData("i-1\n\n--\n{\"name\":\"web-01\"}", "i-1")]
    [InlineData("i-1\n\n--\n{broken", "i-1")]
    [InlineData("\n--\n", null)]
    [InlineData("", null)]
    [InlineData("Welcome!\ni-1", null)]
    [InlineData("i-1\n--\ni 2", "i-1")]
    [InlineData("i-1\n--\ni-2; reboot", "i-1")]
    [InlineData("--\nABCxyz-0189", "ABCxyz-0189")]
    [InlineData("--\n1234567890123456789012345678901234567890123456789012345678901234", "1234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("--\n12345678901234567890123456789012345678901234567890123456789012345", null)]
    [InlineData("--\ni_1", null)]
    [InlineData("--\n[`{", null)]
    public void The_metadata_service_is_believed_before_files(string output, string? id) => Assert.Equal(id, GuestIdentityVerifier.Read(output));
}
