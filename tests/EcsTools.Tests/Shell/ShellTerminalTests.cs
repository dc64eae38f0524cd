namespace EcsTools.Tests.Shell;

public sealed class ShellTerminalTests : IDisposable
{
    private const string Prompt = "EcsTools [sandbox-alibaba cn-hangzhou]>";
    private readonly string _home = Directory.CreateTempSubdirectory("ecstools-home-").FullName;
    private readonly CancellationTokenSource _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public ShellTerminalTests() => _timeout.CancelAfter(TimeSpan.FromMinutes(2));

    public void Dispose()
    {
        _timeout.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Prompt_PSReadLine_CompletesRecallsAndStops()
    {
        using ShellTerminal terminal = await ShellTerminal.StartAsync(_home, "", _timeout.Token);
        string first = await terminal.WaitForAsync(Prompt, _timeout.Token);
        Assert.Contains("sandbox-huawei", first, StringComparison.Ordinal);

        await terminal.TypeAsync("Get-EcsSandb", _timeout.Token);
        await terminal.PressAsync(_timeout.Token, "Tab");
        await terminal.WaitForAsync(Prompt + " Get-EcsSandbox", _timeout.Token);
        await terminal.PressAsync(_timeout.Token, "C-c");

        await terminal.TypeAsync("(Get-Module PSReadLine).Name + '!'; 'be' + 'gin'; while ($true) { }", _timeout.Token);
        await terminal.PressAsync(_timeout.Token, "Enter");
        await terminal.WaitForAsync("PSReadLine!\nbegin", _timeout.Token);
        await terminal.PressAsync(_timeout.Token, "C-c");

        await terminal.TypeAsync("'twi' + 'ce'", _timeout.Token);
        await terminal.PressAsync(_timeout.Token, "Enter");
        await terminal.WaitForAsync("\ntwice", _timeout.Token);
        await terminal.PressAsync(_timeout.Token, "Up", "Enter");
        await terminal.WaitForAsync($"twice\n{Prompt} 'twi' + 'ce'\ntwice", _timeout.Token);

        await terminal.TypeAsync("exit 3", _timeout.Token);
        await terminal.PressAsync(_timeout.Token, "Enter");
        await terminal.WaitForAsync("ended with 3", _timeout.Token);
    }

    [Fact]
    public async Task Prompt_OfTheProfile_IsKept()
    {
        string profiles = Directory.CreateDirectory(Path.Combine(_home, ".config", "powershell")).FullName;
        await File.WriteAllTextAsync(Path.Combine(profiles, "profile.ps1"), "function prompt { 'mine> ' }", _timeout.Token);

        using ShellTerminal terminal = await ShellTerminal.StartAsync(_home, "-NoSandbox -NoLogo", _timeout.Token);
        string first = await terminal.WaitForAsync("mine>", _timeout.Token);

        Assert.Equal("mine>", first.TrimEnd());
    }
}
