using System.Runtime.InteropServices;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class SandboxCommandTests
{
    [Fact]
    public void It_opens_an_account_at_each_cloud_and_takes_them_with_it()
    {
        using SandboxFixture bench = new();

        Assert.Equal([SandboxFixture.Alibaba, SandboxFixture.Huawei, SandboxFixture.OpenTelekom], bench.Run<EcsAccount>("Get-EcsAccount").Select(a => a.Name));
        Assert.Equal(SandboxFixture.Alibaba, bench.Run<EcsAccount>("Get-EcsAccount").Single(a => a.IsDefault).Name);
        Assert.All(bench.Run<EcsAccount>("Get-EcsAccount"), a => Assert.True(a.IsSandbox));

        bench.Session.Run("Stop-EcsSandbox");
        Assert.Empty(bench.Session.Run("Get-EcsAccount; Get-EcsSandbox"));
    }

    [Fact]
    public void There_is_one_in_a_session()
    {
        using SandboxFixture bench = new();

        Assert.Equal([EcsErrorId.SandboxAlreadyRunning], bench.Invoke("Start-EcsSandbox").ErrorIds);
        Assert.NotEmpty(bench.Run<EcsAccount>("Get-EcsAccount"));
    }

    [Fact]
    public void Its_faults_wait_for_the_commands_of_the_user()
    {
        using SandboxFixture bench = new("-Fault Malformed:1");

        Assert.Equal([EcsErrorId.MalformedAnswer], bench.Invoke("Get-EcsInstance").ErrorIds);
        Assert.NotEmpty(bench.Run<EcsInstance>("Get-EcsInstance"));
    }

    [Fact]
    public void The_private_key_is_its_owners_alone_and_goes_with_the_sandbox()
    {
        using SandboxFixture bench = new();
        string file = bench.Sandbox.KeyFile;

        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----", File.ReadAllText(file), StringComparison.Ordinal);
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        bench.Session.Run("Stop-EcsSandbox");
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_key_that_nobody_asked_for_is_not_made_and_not_brought_back_by_an_old_description()
    {
        using SandboxFixture bench = new();
        EcsSandbox described = bench.Run<EcsSandbox>("Get-EcsSandbox").Single();

        bench.Session.Run("Stop-EcsSandbox");

        Assert.True(Path.IsPathFullyQualified(described.KeyFile));
        Assert.False(File.Exists(described.KeyFile));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_ends_with_the_module_and_with_the_session(bool module)
    {
        SandboxFixture bench = new();
        string file = bench.Sandbox.KeyFile;

        if (module)
        {
            bench.Session.Run("Remove-Module EcsTools");
        }
        else
        {
            bench.Dispose();
        }

        Assert.False(File.Exists(file));
        bench.Dispose();
    }

    [Fact]
    public void Sessions_know_nothing_of_each_other()
    {
        using SandboxFixture bench = new();
        using ModuleSession other = new();

        Assert.Empty(other.Run("Get-EcsAccount; Get-EcsSandbox"));
        Assert.Equal([EcsErrorId.NotConnected], other.Invoke("Stop-EcsInstance web-01").ErrorIds);
    }

    [Fact]
    public void A_taken_port_is_an_error_of_its_own()
    {
        using ModuleSession first = new();
        using ModuleSession second = new();
        first.Run("$null = Start-EcsSandbox -Listen");
        int port = ((EcsSandbox)first.Run("Get-EcsSandbox").Single().BaseObject).Url!.Port;

        Assert.Equal([EcsErrorId.CannotListen], second.Invoke($"Start-EcsSandbox -Listen -Port {port}").ErrorIds);
        Assert.Empty(second.Run("Get-EcsSandbox"));
    }

    [Fact]
    public void No_other_account_becomes_the_default_when_it_stops()
    {
        using ModuleSession session = new();
        using ModuleSession listening = new();
        listening.Run("$null = Start-EcsSandbox -Listen");
        EcsSandbox cloud = (EcsSandbox)listening.Run("Get-EcsSandbox").Single().BaseObject;
        session.Run(
            "$null = Connect-EcsAccount Alibaba -Name real -Region cn-hangzhou -AccessKeyId $s.AccessKeyId -Endpoint $s.Url -AccessKeySecret ([System.Net.NetworkCredential]::new('', $s.AccessKeySecret).SecurePassword)",
            ("s", cloud));

        session.Run("$null = Start-EcsSandbox; Stop-EcsSandbox");

        Assert.False(((EcsAccount)session.Run("Get-EcsAccount").Single().BaseObject).IsDefault);
        Assert.Equal([EcsErrorId.NotConnected], session.Invoke("Get-EcsInstance").ErrorIds);
    }
}
