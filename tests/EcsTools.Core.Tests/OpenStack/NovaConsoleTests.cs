using System.Net;
using System.Text;

using EcsTools.Core.Clouds;
using EcsTools.Core.Clouds.OpenStack;

namespace EcsTools.Core.Tests.OpenStack;

public sealed class NovaConsoleTests
{
    private static readonly EcsInstance Server = new() { Id = "s-1", Name = "web-01" };

    // With -1 a real Nova leaves out the first line.
    [Theory]
    [InlineData(null, """{"os-getConsoleOutput":{}}""")]
    [InlineData(1, """{"os-getConsoleOutput":{"length":2}}""")]
    public async Task ReadConsoleAsync_Lines_AsksForNoFewer(int? lines, string expected)
    {
        string sent = "";
        StubOpenStack stub = new() { Fault = r => Answer(r, "/servers/s-1/action", """{"output": "one\ntwo"}""", ref sent) };
        using NovaCloud cloud = stub.Open();

        ConsoleText read = await cloud.ReadConsoleAsync(Server, lines, TestContext.Current.CancellationToken);

        Assert.Equal(("one\ntwo", expected), (read.Text, sent));
    }

    [Theory]
    [InlineData("2.95", "/servers/s-1/remote-consoles", "remote_console")]
    [InlineData("2.5", "/servers/s-1/action", "console")]
    public async Task OpenConsoleAsync_Version_TakesTheCallThatItHas(string version, string path, string name)
    {
        string sent = "";
        StubOpenStack stub = new()
        {
            Fault = r => r.Method == HttpMethod.Get && r.RequestUri!.AbsolutePath.TrimEnd('/') == "/v2.1"
                ? Json($$$"""{"version": {"id": "v2.1", "version": "{{{version}}}", "min_version": "2.1"}}""")
                : Answer(r, path, $$$"""{"{{{name}}}": {"url": "http://10.0.0.1:6080/vnc_auto.html?token=1"}}""", ref sent),
        };
        using NovaCloud cloud = stub.Open();

        ConsoleAddress address = await cloud.OpenConsoleAsync(Server, TestContext.Current.CancellationToken);

        Assert.Equal("http://10.0.0.1:6080/vnc_auto.html?token=1", address.Url);
        Assert.Null(address.Validity);
        Assert.Contains("novnc", sent, StringComparison.Ordinal);
    }

    private static HttpResponseMessage? Answer(HttpRequestMessage request, string path, string body, ref string sent)
    {
        if (request.Method != HttpMethod.Post || !request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal))
        {
            return null;
        }

        using System.IO.StreamReader reader = new(request.Content!.ReadAsStream(TestContext.Current.CancellationToken));
        sent = reader.ReadToEnd();
        return Json(body);
    }

    private static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
