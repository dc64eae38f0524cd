using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Completion;

/// <summary>What the Tab key gives.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Stop-EcsInstance we", "web-01")]
    [InlineData("Stop-EcsInstance -InputObject web-0", "web-06")]
    [InlineData("Stop-EcsInstance -Name web-01, db", "db-01")]
    [InlineData("Get-EcsInstance WIN", "win-01")]
    [InlineData("Get-EcsDisk -InstanceId ", "{id}")]
    [InlineData("Reset-EcsPassword -Id web-01", "{id}")]
    [InlineData("Get-EcsInstance -Size ecs", "{size}")]
    [InlineData("Set-EcsInstanceSize web-01 ", "{size}")]
    [InlineData("Invoke-EcsOsReinstall db-01 -KeyPairName ", "{key}")]
    public void A_list_of_servers_is_enough_to_name_them_and_what_they_have(string line, string expected)
    {
        EcsInstance instance = _bench.Run<EcsInstance>("Get-EcsInstance").Single(i => i.Name == "web-01");

        Assert.Contains(
            expected.Replace("{id}", instance.Id, StringComparison.Ordinal)
                .Replace("{size}", instance.Size, StringComparison.Ordinal)
                .Replace("{key}", instance.KeyPairName, StringComparison.Ordinal),
            Complete(line));
    }

    [Theory]
    [InlineData("Get-EcsImage", "Switch-EcsSystemDisk web-01 -ImageId ", "Id")]
    [InlineData("Get-EcsImage", "Get-EcsImage ", "Name")]
    [InlineData("Get-EcsKeyPair", "Reset-EcsSystemDisk web-01 -KeyPairName ", "Name")]
    [InlineData("Get-EcsKeyPair", "Remove-EcsKeyPair ", "Name")]
    [InlineData("Get-EcsKeyPair", "Set-EcsInstance web-01 -KeyPairName ", "Name")]
    [InlineData("Get-EcsInstanceSize", "Set-EcsInstanceSize web-01 -Size ", "Name")]
    [InlineData("Get-EcsDisk", "New-EcsSnapshot web-01 -DiskId ", "Id")]
    [InlineData("Get-EcsSnapshot", "Restore-EcsSnapshot db-01 ", "Id")]
    [InlineData("Get-EcsRegion", "Connect-EcsAccount -Region ", "Id")]
    [InlineData("Get-EcsZone", "Get-EcsNetwork -Zone ", "Id")]
    public void What_a_list_shows_can_be_completed(string list, string line, string property)
    {
        string[] shown = [.. _bench.Session.Run($"({list}).{property}").Select(o => Unquote(o.ToString()))];

        Assert.NotEmpty(shown);
        Assert.Superset(shown.ToHashSet(), Complete(line).Select(Unquote).ToHashSet());
    }

    [Fact]
    public void Faults_of_the_sandbox_have_names() =>
        Assert.Equal(["CutBefore", "CutAfter"], Complete("Start-EcsSandbox -Fault Throttle:1, cut"));

    [Fact]
    public void A_server_is_shown_with_status_size_and_address()
    {
        EcsInstance web = _bench.Get("web-01");

        CompletionResult result = Results("Stop-EcsInstance web-01").Single();

        Assert.Equal($"Running, {web.Size}, {web.PublicIp}, {web.Id}", result.ToolTip);
    }

    [Fact]
    public void An_id_that_was_begun_is_completed_as_an_id_and_not_offered_before()
    {
        EcsInstance web = _bench.Get("web-01");

        Assert.Contains(web.Id, Complete($"Stop-EcsInstance {web.Id[..^4]}"));
        Assert.DoesNotContain(web.Id, Complete("Stop-EcsInstance "));
    }

    [Fact]
    public void Nothing_is_asked_of_a_cloud()
    {
        _bench.Session.Run("$null = Get-EcsInstance");
        int before = _bench.Sandbox.RequestCount;

        string[] lines =
        [
            "Stop-EcsInstance ", "Get-EcsInstance -Id ", "Get-EcsInstance -Account ", "Connect-EcsAccount -Region ", "Connect-EcsAccount -Profile ",
            "Get-EcsImage -Id ", "Get-EcsOperation ", "Get-EcsInstance -Size ", "Get-EcsKeyPair ", "Get-EcsSnapshot ", "Get-EcsDisk ",
        ];
        Assert.All(lines, l => Complete(l));

        Assert.Equal(before, _bench.Sandbox.RequestCount);
    }

    [Theory]
    [InlineData("Get-EcsInstance -Zone ", "cn-hangzhou-i")]
    [InlineData("Get-EcsInstance -VpcId ", "vpc-bp1sandbox000000001")]
    [InlineData("Get-EcsInstance -Tag ", "@{ role = 'web' }")]
    [InlineData("Add-EcsTag web-01 -Tag env=", "@{ env = 'sandbox' }")]
    [InlineData("Get-EcsInstance -LockReason ", "security")]
    [InlineData("Invoke-EcsOsReinstall db-01 -IgnoreRequirement Atte", "Attempts")]
    public void Complete_ServersListed_KnowsWhatTheyHave(string line, string expected)
    {
        _bench.Session.Run("$null = Get-EcsInstance");

        Assert.Contains(expected, Complete(line));
    }

    [Fact]
    public void Complete_RequirementsThatCannotBeWaived_AreNotOffered()
    {
        string[] offered = Complete("Invoke-EcsOsReinstall db-01 -IgnoreRequirement ");

        Assert.NotEmpty(offered);
        Assert.Empty(offered.Intersect([EcsRequirementId.Lock, EcsRequirementId.Protection, EcsRequirementId.Temporary, EcsRequirementId.Account]));
    }

    [Fact]
    public void Complete_Size_OffersWhatTheServerCanBeGiven()
    {
        string[] possible = [.. _bench.Run<EcsInstanceSize>("$null = Get-EcsInstanceSize; Get-EcsInstanceSize web-01 -NoPrice").Select(s => s.Name)];
        string[] all = [.. _bench.Run<EcsInstanceSize>("Get-EcsInstanceSize").Select(s => s.Name)];

        Assert.True(possible.Length < all.Length);
        Assert.Equal(possible.Order(StringComparer.OrdinalIgnoreCase), Complete("Set-EcsInstanceSize web-01 -Size "));
        Assert.Equal(all.Order(StringComparer.OrdinalIgnoreCase), Complete("Set-EcsInstanceSize web-02 -Size "));
    }

    [Theory]
    [InlineData("$EcsToolsPreference = @{ CompleteFromCloud = $true }", true)]
    [InlineData("$EcsToolsPreference = [pscustomobject] @{ CompleteFromCloud = $true }", true)]
    [InlineData("$EcsToolsPreference = @{ CompleteFromCloud = $false }", false)]
    [InlineData("", false)]
    public void Complete_FromTheCloud_IsAskedOnceWhereTheUserHasChosenSo(string choice, bool isAsked)
    {
        _bench.Session.Run(choice);
        int before = _bench.Sandbox.RequestCount;

        string[] names = Complete("Stop-EcsInstance web-0");
        int after = _bench.Sandbox.RequestCount;

        Assert.Equal(isAsked, names.Contains("web-01"));
        Assert.Equal(isAsked, after > before);
        Assert.Equal(names, Complete("Stop-EcsInstance web-0"));
        Assert.Equal(after, _bench.Sandbox.RequestCount);
    }

    [Fact]
    public void Complete_SizeFromTheCloud_IsAskedForTheServer()
    {
        _bench.Session.Run("$EcsToolsPreference = @{ CompleteFromCloud = $true }");
        string[] offered = Complete("Set-EcsInstanceSize web-01 -Size ");

        Assert.Equal(_bench.Run<EcsInstanceSize>("Get-EcsInstanceSize web-01 -NoPrice").Select(s => s.Name).Order(StringComparer.OrdinalIgnoreCase), offered);
    }

    [Fact]
    public void Complete_CloudThatFails_OffersNothingAndSaysNothing()
    {
        using SandboxFixture broken = new("-Fault ServerError");
        broken.Session.Run("$EcsToolsPreference = @{ CompleteFromCloud = $true }");

        Assert.DoesNotContain(Results(broken.Session, "Stop-EcsInstance web-0"), r => r.ResultType == CompletionResultType.ParameterValue);
    }

    [Fact]
    public void Complete_SecretsAndVaults_AreThoseOfSecretManagement()
    {
        Assert.DoesNotContain("ops", Complete("Connect-EcsAccount -SecretName o"));

        _bench.Session.Run(
            """
            function Get-SecretVault { [pscustomobject] @{ Name = 'Company' } }
            function Get-SecretInfo { param($Vault) if ($Vault -eq 'locked') { throw 'It is locked.' } [pscustomobject] @{ Name = 'ops' }; [pscustomobject] @{ Name = 'it''s' } }
            """);

        Assert.Equal(["Company"], Complete("Connect-EcsAccount -VaultName "));
        Assert.Equal(["ops"], Complete("Connect-EcsAccount -VaultName Company -SecretName o"));
        Assert.DoesNotContain("ops", Complete("Connect-EcsAccount -VaultName locked -SecretName o"));
    }

    [Fact]
    public void Each_account_has_its_own()
    {
        EcsInstance huawei = _bench.Get("web-01", SandboxFixture.Huawei);

        Assert.DoesNotContain("web-01", Complete("Stop-EcsInstance we"));
        Assert.Equal(["web-01"], Complete("Stop-EcsInstance -Account sandbox-huawei we"));
        Assert.Contains(Quoted(huawei.Id), Complete($"Stop-EcsInstance -Account sandbox-huawei -Id {huawei.Id[..6]}"));
    }

    [Fact]
    public void A_name_that_several_have_becomes_their_ids()
    {
        EcsInstance other = _bench.Get("web-02");
        _bench.Session.Run($"$null = Set-EcsInstance {other.Id} -NewName web-01 -Confirm:$false; $null = Get-EcsInstance");

        string[] results = Complete("Stop-EcsInstance web-01");

        Assert.Equal(2, results.Length);
        Assert.Contains(other.Id, results);
        Assert.Equal(["web-01"], Complete("Stop-EcsInstance -Name web-01"));
    }

    [Fact]
    public void A_server_that_is_gone_is_forgotten_with_the_next_list()
    {
        _bench.Session.Run("$null = Get-EcsInstance; $null = Remove-EcsInstance db-01 -Confirm:$false");
        Assert.Equal(["db-01"], Complete("Start-EcsInstance db-01"));

        _bench.Session.Run("$null = Get-EcsInstance web-01; $null = Get-EcsInstance -Status Running");
        Assert.Equal(["db-01"], Complete("Start-EcsInstance db-01"));

        _bench.Session.Run("$null = Get-EcsInstance -Account sandbox-alibaba");
        Assert.DoesNotContain("db-01", Complete("Start-EcsInstance db-01"));
        Assert.Equal(["db-02"], Complete("Start-EcsInstance db-"));
    }

    [Fact]
    public void Accounts_and_their_regions_complete_and_without_one_nothing_does()
    {
        Assert.Equal([SandboxFixture.Alibaba, SandboxFixture.Huawei, SandboxFixture.OpenTelekom], Complete("Select-EcsAccount "));
        Assert.Equal([SandboxFixture.OpenTelekom], Complete("Get-EcsInstance -Account sandbox-o"));
        Assert.Equal(["eu-de"], Complete("Connect-EcsAccount OpenTelekom -Region "));

        _bench.Session.Run("$null = Get-EcsInstance; Stop-EcsSandbox");

        Assert.DoesNotContain("web-01", Complete("Stop-EcsInstance we"));
    }

    [Fact]
    public void Operations_complete_with_what_they_were()
    {
        EcsOperation operation = _bench.Run<EcsOperation>("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false").Single();

        CompletionResult result = Results("Get-EcsOperation ").First();

        Assert.Equal(Quoted(operation.OperationId), result.CompletionText);
        Assert.Contains("db-01", result.ToolTip, StringComparison.Ordinal);
        Assert.Contains(Quoted(operation.OperationId), Complete("Wait-EcsOperation -OperationId "));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("it's")]
    [InlineData("it\u2019s; Remove-Item x")]
    [InlineData("say \"hello\"")]
    [InlineData("back`tick")]
    [InlineData("a,b")]
    [InlineData("web|db")]
    [InlineData("web-01")]
    [InlineData("\u670d\u52a1\u5668-01")]
    public void Whatever_a_server_is_called_the_completed_line_names_it(string name)
    {
        _bench.Session.Run("Set-EcsInstance web-01 -NewName $name -Confirm:$false; $null = Get-EcsInstance", ("name", name));

        string completed = Complete($"Get-EcsInstance -InputObject {name[..1]}").Single(c => Unquote(c) == name);

        Assert.Equal(name, _bench.Run<EcsInstance>($"Get-EcsInstance -InputObject {completed}").Single().Name);
    }

    [Theory]
    [InlineData("$(Get-Date)")]
    [InlineData("#1")]
    [InlineData("-Force")]
    [InlineData("1e5")]
    [InlineData("0x10")]
    [InlineData("@{}")]
    [InlineData("{ }")]
    public void Whatever_an_account_is_called_the_completed_line_names_it(string name)
    {
        using ModuleSession session = new();
        session.Run(
            """
            $s = Start-EcsSandbox -Listen
            $secret = [System.Net.NetworkCredential]::new('', $s.AccessKeySecret).SecurePassword
            $null = Connect-EcsAccount Alibaba -Name $name -Region cn-hangzhou -AccessKeyId $s.AccessKeyId -AccessKeySecret $secret -Endpoint $s.Url
            """,
            ("name", name));

        const string Line = "Select-EcsAccount ";
        CompletionResult completed = Results(session, Line).Single();

        Assert.Equal(name, ((EcsAccount)session.Run($"{Line} {completed.CompletionText} -PassThru").Single().BaseObject).Name);
    }

    [Theory]
    [InlineData("Get-EcsInstance 'two")]
    [InlineData("Get-EcsInstance 'two w")]
    [InlineData("Get-EcsInstance \"two")]
    [InlineData("Get-EcsInstance two")]
    public void An_open_quote_is_closed(string line)
    {
        _bench.Session.Run("Set-EcsInstance web-01 -NewName 'two words' -Confirm:$false; $null = Get-EcsInstance");

        Assert.Equal(["'two words'"], Complete(line));
    }

    [Fact]
    public void Every_parameter_that_names_something_known_completes()
    {
        string[] names = ["Account", "InputObject", "InstanceId", "KeyPairName", "ImageId", "SnapshotId", "DiskId", "OperationId", "Region", "Profile", "Id", "Size", "Zone", "VpcId", "Tag", "LockReason", "IgnoreRequirement", "SecretName", "VaultName"];
        string[] none =
        [
            .. from command in _bench.Session.Run("Get-Command -Module EcsTools").Select(o => (CommandInfo)o.BaseObject)
               from parameter in command.Parameters.Values
               where names.Contains(parameter.Name) && !parameter.ParameterType.IsEnum
               where !parameter.Attributes.OfType<ArgumentCompleterAttribute>().Any()
               select $"{command.Name} -{parameter.Name}",
        ];

        Assert.Equal(["Approve-EcsPlan -InputObject", "Confirm-EcsEvent -InputObject", "Export-EcsReport -InputObject", "Invoke-EcsPlan -InputObject", "Remove-EcsKeyPair -InputObject", "Reset-EcsSystemDisk -ImageId"], none.Order());
    }

    private static string Unquote(string text) => text.StartsWith('\'') ? text[1..^1].Replace("''", "'", StringComparison.Ordinal).Replace("\u2019\u2019", "\u2019", StringComparison.Ordinal) : text;

    private static string Quoted(string id) => char.IsAsciiDigit(id[0]) && id.All(char.IsAsciiDigit) ? $"'{id}'" : id;

    private string[] Complete(string line) => [.. Results(line).Select(r => r.CompletionText)];

    private IReadOnlyList<CompletionResult> Results(string line) => Results(_bench.Session, line);

    private static IReadOnlyList<CompletionResult> Results(ModuleSession session, string line) =>
        [.. session.Run("(TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches", ("line", line)).Select(o => (CompletionResult)o.BaseObject)];
}
