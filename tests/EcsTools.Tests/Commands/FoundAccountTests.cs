using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Commands;

/// <summary>Accounts that are found on the machine: in a process of its own, since variables and the home folder are the whole process's.</summary>
public sealed class FoundAccountTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ecstools-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Without_parameters_the_environment_is_enough()
    {
        string[] lines = await RunAsync("""
            $s = Start-EcsSandbox -Listen
            $env:ALIBABA_CLOUD_ACCESS_KEY_ID = $s.AccessKeyId
            $env:ALIBABA_CLOUD_ACCESS_KEY_SECRET = $s.AccessKeySecret
            $env:ALIBABA_CLOUD_REGION_ID = 'eu-central-1'
            $env:ALIBABA_CLOUD_ENDPOINT = $s.Url
            Connect-EcsAccount | ForEach-Object { "$($_.Cloud) $($_.Region) $($_.Name)" }
            $env:HW_ACCESS_KEY = $s.AccessKeyId
            $env:HW_SECRET_KEY = $s.AccessKeySecret
            try { Connect-EcsAccount } catch { $_.FullyQualifiedErrorId }
            Connect-EcsAccount Huawei -Region cn-north-4 -Endpoint $s.Url | ForEach-Object { "$($_.Cloud) $($_.Region) $($_.AccountId -eq $s.ProjectId)" }
            Get-EcsAccount -ListAvailable | ForEach-Object { "$($_.Source) $($_.Cloud) $($_.Method) $($_.Region)" }
            """);

        Assert.Equal(
            [
                "Alibaba eu-central-1 alibaba-eu-central-1",
                $"{EcsErrorId.AmbiguousAccount},EcsTools.Commands.ConnectEcsAccountCommand",
                "Huawei cn-north-4 True",
                "environment Alibaba AccessKey eu-central-1",
                "environment Huawei AKSK ",
            ],
            lines);
    }

    [Fact]
    public async Task Profiles_are_listed_with_what_is_wrong_and_no_program_is_run()
    {
        string marker = Path.Combine(_home, "marker");
        Write(".aliyun/config.json", $$"""
            {"current":"main","profiles":[
              {"name":"main","mode":"AK","access_key_id":"LTAIexample","access_key_secret":"canary","region_id":"cn-hangzhou"},
              {"name":"program","mode":"External","process_command":"/bin/sh -c \"touch {{marker}}\""},
              {"name":"sso","mode":"CloudSSO"}]}
            """);
        Write(".hcloud/config.json", """{"profiles":[{"name":"default","mode":"AKSK","accessKeyId":"c2VjcmV0LWNhbmFyeQ==","secretAccessKey":"c2VjcmV0LWNhbmFyeQ=="}]}""");
        Write("work/clouds.yaml", "clouds:\n  otc:\n    profile: otc\n    region_name: eu-de\n    auth: {username: ops, password: canary, user_domain_name: acct}\n");

        string[] lines = await RunAsync("""
            [void]$ExecutionContext.SessionState.Path.SetLocation([IO.Path]::Combine($HOME, 'work'))
            Get-EcsAccount -ListAvailable | ForEach-Object { "$($_.Cloud) $($_.Profile) $($_.Method) $($_.Region) $([bool]$_.Problem) $([bool]$_.RecommendedAction)" }
            Get-EcsAccount -ListAvailable | ForEach-Object { $_.PSObject.Properties.ForEach({ "$($_.Name)=$($_.Value)" }) }
            """);

        Assert.Equal(
            [
                "Alibaba main AK cn-hangzhou False False",
                "Alibaba program External  False False",
                "Alibaba sso CloudSSO  True True",
                "Huawei default AKSK  True True",
                "OpenTelekom otc password eu-de False False",
            ],
            lines.Take(5));
        Assert.False(File.Exists(marker));
        Assert.DoesNotContain(lines, l => l.Contains("canary", StringComparison.OrdinalIgnoreCase) || l.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_profile_is_connected_by_its_name_and_a_file_that_others_can_read_is_warned_about()
    {
        Write(".aliyun/config.json", "{}");
        string[] lines = await RunAsync("""
            $s = Start-EcsSandbox -Listen
            $file = [IO.Path]::Combine($HOME, '.aliyun', 'config.json')
            [IO.File]::WriteAllText($file, '{"current":"other","profiles":[{"name":"other","mode":"AK"},{"name":"mine","access_key_id":"' + $s.AccessKeyId + '","access_key_secret":"' + $s.AccessKeySecret + '","region_id":"cn-hangzhou","endpoint":"' + $s.Url + '"}]}')
            [IO.File]::SetUnixFileMode($file, [IO.UnixFileMode]'UserRead,UserWrite,OtherRead')
            Connect-EcsAccount -Profile mine -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object Name
            "$($warnings.Count) $("$warnings".Contains($file))"
            foreach ($name in 'other', 'gone') { try { Connect-EcsAccount -Profile $name } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }
            try { Connect-EcsAccount } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """);

        Assert.Equal(
            ["alibaba-cn-hangzhou", "1 True", EcsErrorId.CredentialFileInvalid, EcsErrorId.CredentialNotFound, EcsErrorId.CredentialFileInvalid], lines);
    }

    [Fact]
    public async Task Where_there_is_nothing_it_is_said_what_to_do()
    {
        string[] lines = await RunAsync("""
            try { Connect-EcsAccount } catch { $_.FullyQualifiedErrorId.Split(',')[0]; $_.ErrorDetails.RecommendedAction.Contains('-AccessKeyId') }
            Get-EcsAccount -ListAvailable
            """);

        Assert.Equal([EcsErrorId.CredentialNotFound, "True"], lines);
    }

    private void Write(string path, string text)
    {
        string file = Path.Combine(_home, path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private async Task<string[]> RunAsync(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The home folder of a process cannot be chosen there.");

        // Nothing of the machine that the tests run on may get in.
        Dictionary<string, string?> environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(n => n.StartsWith("ALI", StringComparison.Ordinal) || n.StartsWith("OS_", StringComparison.Ordinal)
                || n.StartsWith("HW_", StringComparison.Ordinal) || n.StartsWith("HUAWEICLOUD_", StringComparison.Ordinal))
            .ToDictionary(n => n, _ => (string?)null);
        environment["HOME"] = _home;
        ShellProcess shell = await ShellProcess.RunAsync("", ["-NoLogo", "-NoSandbox", "-Command", script], environment, TestContext.Current.CancellationToken);
        Assert.Equal(("", 0), (shell.Error, shell.ExitCode));
        return shell.Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
