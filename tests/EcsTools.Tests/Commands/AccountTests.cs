using System.Net;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed class AccountTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Connect-EcsAccount Alibaba -Region x -AccessKeyId a -AccessKeySecret $secret -Endpoint http://192.0.2.1/", EcsErrorId.InsecureEndpoint)]
    [InlineData("Connect-EcsAccount Alibaba -Region x -AccessKeyId a -AccessKeySecret $secret -Endpoint nonsense", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount Alibaba -AccessKeyId a -AccessKeySecret $secret", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount -Region x -AccessKeyId a -AccessKeySecret $secret", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount Alibaba -Region x -AccessKeyId a -AccessKeySecret $secret -Endpoint http://127.0.0.1:1/", EcsErrorId.CannotConnect)]
    [InlineData("Select-EcsAccount nothing", EcsErrorId.NotConnected)]
    [InlineData("Disconnect-EcsAccount nothing", EcsErrorId.NotConnected)]
    [InlineData("Get-EcsAccount nothing", EcsErrorId.NotConnected)]
    [InlineData("Stop-EcsSandbox", EcsErrorId.SandboxNotRunning)]
    [InlineData("Start-EcsSandbox -Fault Nonsense", EcsErrorId.InvalidInput)]
    public void What_cannot_work_has_an_id_and_no_secret(string script, string errorId)
    {
        const string Secret = "TheCanaryInTheMine";

        Outcome outcome = _session.Invoke(script, ("secret", new NetworkCredential("", Secret).SecurePassword));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.DoesNotContain(Secret, outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, outcome.Errors[0].Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sandbox_that_listens_has_a_clock_that_moves()
    {
        Outcome outcome = _session.Invoke("Start-EcsSandbox -Listen -TimeScale ([double]::PositiveInfinity)");

        Assert.Equal([EcsErrorId.InvalidInput], outcome.ErrorIds);
        Assert.Empty(_session.Run("Get-EcsSandbox"));
    }

    [Fact]
    public void A_sandbox_that_listens_is_connected_to_like_a_cloud()
    {
        _session.Run("""
            $sandbox = Start-EcsSandbox -Listen -TimeScale 20000
            $secret = [System.Net.NetworkCredential]::new('', $sandbox.AccessKeySecret).SecurePassword
            $login = [System.Management.Automation.PSCredential]::new($sandbox.UserName, [System.Net.NetworkCredential]::new('', $sandbox.Password).SecurePassword)
            $key = [System.Management.Automation.PSCredential]::new($sandbox.AccessKeyId, $secret)
            """);

        EcsAccount[] accounts =
        [
            .. _session.Run("""
                Connect-EcsAccount Alibaba -Name a -Region cn-hangzhou -Credential $key -Endpoint $sandbox.Url
                Connect-EcsAccount Huawei -Name h -Region cn-north-4 -AccessKeyId $sandbox.AccessKeyId -AccessKeySecret $secret -Endpoint $sandbox.Url
                Connect-EcsAccount OpenTelekom -Name o -Region eu-de -Credential $login -DomainName $sandbox.DomainName -Endpoint $sandbox.Url
                """).Select(o => (EcsAccount)o.BaseObject),
        ];

        Assert.Equal([EcsCloud.Alibaba, EcsCloud.Huawei, EcsCloud.OpenTelekom], accounts.Select(a => a.Cloud));
        Assert.Equal(["o"], _session.Run("Get-EcsAccount | Where-Object IsDefault | ForEach-Object Name").Select(n => n.ToString()));
        Assert.Equal("web-01", ((EcsInstance)_session.Run("Select-EcsAccount h; Get-EcsInstance web-01").Single().BaseObject).Name);
    }

    [Fact]
    public void A_wrong_key_is_refused()
    {
        Outcome outcome = _session.Invoke("""
            $sandbox = Start-EcsSandbox -Listen
            $null = Connect-EcsAccount Alibaba -Region cn-hangzhou -AccessKeyId $sandbox.AccessKeyId -Endpoint $sandbox.Url -AccessKeySecret ([System.Net.NetworkCredential]::new('', 'wrong').SecurePassword)
            """);

        Assert.Equal([EcsErrorId.InvalidCredential], outcome.ErrorIds);
        Assert.Empty(_session.Run("Get-EcsAccount"));
    }
}
