using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Completion;

/// <summary>What the Tab key gives in a session that has not read anything yet.</summary>
public sealed class KeptNameTests : IDisposable
{
    private readonly ModuleSession _sandbox = new();
    private readonly EcsSandbox _served;

    public KeptNameTests() => _served = (EcsSandbox)_sandbox.Run("Start-EcsSandbox -Listen").Single().BaseObject;

    private static string Folder => Path.Combine(Environment.GetEnvironmentVariable("ECSTOOLS_STATE")!, "completion");

    private int RequestCount => (int)_sandbox.Run("(Get-EcsSandbox).RequestCount").Single().BaseObject;

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Complete_NextSession_KnowsNamesAndAsksNoCloud()
    {
        using (ModuleSession first = Open())
        {
            first.Run("$null = Get-EcsInstance; $null = Get-EcsImage; $null = Get-EcsDisk");
        }

        using ModuleSession second = Open();
        int before = RequestCount;

        Assert.Contains("web-01", Complete(second, "Stop-EcsInstance web-0"));
        Assert.NotEmpty(Complete(second, "Switch-EcsSystemDisk web-01 -ImageId golden"));
        Assert.NotEmpty(Complete(second, "Get-EcsDisk d-"));
        Assert.Equal(before, RequestCount);
    }

    [Fact]
    public void Complete_OnlyServersThatAreGone_AreForgottenWithTheNextList()
    {
        using (ModuleSession first = Open())
        {
            first.Run("$null = Get-EcsInstance; $null = Remove-EcsInstance db-01 -Confirm:$false");
        }

        using ModuleSession second = Open();
        Assert.Equal(["db-01"], Complete(second, "Start-EcsInstance db-01"));
        second.Run("$null = Get-EcsInstance");
        Assert.DoesNotContain("db-01", Complete(second, "Start-EcsInstance db-01"));
    }

    [Fact]
    public void Keep_FileOfAnAccount_IsPrivateAndHoldsNamesAndIdsOnly()
    {
        EcsInstance server = ListOnce();

        string file = FileOf(server);
        string text = File.ReadAllText(file);

        Assert.Contains(server.Name, text, StringComparison.Ordinal);
        Assert.All(
            [server.PublicIp!, server.PrivateIp!, server.AccountKey, "sandbox-user", _served.AccessKeyId, _served.AccessKeySecret, "role"],
            other => Assert.DoesNotContain(other, text, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"Instance\":null,\"Nonsense\":[[\"a\",\"b\"]]}")]
    [InlineData("{\"Instance\":[null,[],[\"a\"],[null,\"b\"]]}")]
    public void Complete_FileThatIsDamaged_OffersNothing(string text)
    {
        File.WriteAllText(FileOf(ListOnce()), text);
        using ModuleSession second = Open();

        Assert.DoesNotContain("web-01", Complete(second, "Stop-EcsInstance web-0"));
    }

    [Fact]
    public void Complete_FileThatOthersCanWrite_IsNotBelieved()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FileOf(ListOnce()), (UnixFileMode)0b110_110_110);
        }

        using ModuleSession second = Open();

        Assert.DoesNotContain("web-01", Complete(second, "Stop-EcsInstance web-0"));
    }

    [Fact]
    public void Keep_Sandbox_LeavesNothing()
    {
        EcsInstance server;
        using (ModuleSession session = new())
        {
            server = (EcsInstance)session.Run("$null = Start-EcsSandbox; Get-EcsInstance web-01").Single().BaseObject;
        }

        Assert.DoesNotContain(Files(), f => File.ReadAllText(f).Contains(server.Id, StringComparison.Ordinal));
    }

    // Other tests of this process keep names of their own accounts there.
    private static string FileOf(EcsInstance server) => Files().Single(f => File.ReadAllText(f).Contains(server.Id, StringComparison.Ordinal));

    private static string[] Files() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json") : [];

    private static string[] Complete(ModuleSession session, string line) =>
        [.. session.Run("(TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches", ("line", line)).Select(o => ((CompletionResult)o.BaseObject).CompletionText)];

    private EcsInstance ListOnce()
    {
        using ModuleSession session = Open();
        return (EcsInstance)session.Run("Get-EcsInstance | Where-Object Name -eq web-01").Single().BaseObject;
    }

    private ModuleSession Open()
    {
        ModuleSession session = new();
        session.Run(
            """
            $secret = [System.Net.NetworkCredential]::new('', $s.AccessKeySecret).SecurePassword
            $null = Connect-EcsAccount Alibaba -Region cn-hangzhou -AccessKeyId $s.AccessKeyId -AccessKeySecret $secret -Endpoint $s.Url
            """,
            ("s", _served));
        return session;
    }
}
