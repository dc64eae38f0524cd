using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Http;

public class CloudAnswerTests
{
    // No timer counts to the last of these.
    [Theory]
    [InlineData("30", 30)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("99999999999", null)]
    [InlineData("2147483647", 86400)]
    public void The_wait_a_cloud_asks_for_is_one_that_can_be_waited(string header, int? seconds)
    {
        CloudResponse answer = new(429, [], new Dictionary<string, string> { ["retry-after"] = header });

        Assert.Equal(seconds, (int?)answer.RetryAfter?.TotalSeconds);
    }
}
