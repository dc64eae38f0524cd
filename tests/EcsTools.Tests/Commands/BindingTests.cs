using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>What binds where, as it is typed at a prompt.</summary>
public sealed class BindingTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Get-EcsAccount | Get-EcsInstance", "sandbox-alibaba sandbox-huawei sandbox-otc")]
    [InlineData("Get-EcsAccount sandbox-otc | Get-EcsInstance", "sandbox-otc")]
    [InlineData("Get-EcsInstance -Account sandbox-*", "sandbox-alibaba sandbox-huawei sandbox-otc")]
    [InlineData("Get-EcsInstance -Account sandbox-alibaba, sandbox-otc", "sandbox-alibaba sandbox-otc")]
    [InlineData("Get-EcsAccount | Get-EcsImage", "sandbox-alibaba sandbox-huawei sandbox-otc")]
    [InlineData("Get-EcsDisk -Account *-huawei, *-otc", "sandbox-huawei sandbox-otc")]
    [InlineData("Get-EcsSnapshot -Account sandbox-*", "sandbox-alibaba sandbox-huawei sandbox-otc")]
    [InlineData("Get-EcsRegion -Account sandbox-*", "sandbox-alibaba sandbox-huawei sandbox-otc")]
    [InlineData("Get-EcsAccount | Get-EcsInstanceSize", "sandbox-alibaba sandbox-huawei sandbox-otc")]
    public void Get_SeveralAccounts_ListsEach(string script, string accounts) =>
        Assert.Equal(accounts, string.Join(' ', _bench.Run<string>($"({script}).Account | Sort-Object -Unique")));

    [Fact]
    public void Get_WildcardThatNoAccountFits_IsSilent_ExactNameIsAnError()
    {
        Outcome outcome = _bench.Invoke("Get-EcsInstance -Account nosuch-*; Get-EcsInstance -Account nosuch");

        Assert.Equal([EcsErrorId.AccountNotFound], outcome.ErrorIds);
    }

    [Theory]
    [InlineData("Get-EcsInstance web-0[12]", "web-01 web-02")]
    [InlineData("Get-EcsInstance WEB-01", "web-01")]
    [InlineData("Get-EcsInstance WEB-0*, db-01 -Status Running, Stopped | Where-Object Name -in web-01, db-01", "db-01 web-01")]
    [InlineData("Get-EcsInstance (Get-EcsInstance web-01).Id", "web-01")]
    [InlineData("Get-EcsInstance (Get-EcsInstance web-01).Id, web-02", "web-01 web-02")]
    public void GetInstance_NameOrId_IsFoundAsPowerShellMatches(string script, string names)
    {
        foreach (string account in new[] { SandboxFixture.Alibaba, SandboxFixture.Huawei, SandboxFixture.OpenTelekom })
        {
            Assert.Equal(names, string.Join(' ', _bench.Run<string>($"$null = Select-EcsAccount {account}; ({script}).Name | Sort-Object")));
        }
    }

    [Theory]
    [InlineData("Get-EcsInstance nosuch", EcsErrorId.InstanceNotFound)]
    [InlineData("Get-EcsInstance -Id i-nosuch", EcsErrorId.InstanceNotFound)]
    [InlineData("Get-EcsDisk nosuch", EcsErrorId.NotFound)]
    [InlineData("Get-EcsImage nosuch", EcsErrorId.NotFound)]
    [InlineData("Get-EcsImage -ImageId nosuch", EcsErrorId.NotFound)]
    [InlineData("Get-EcsKeyPair nosuch", EcsErrorId.NotFound)]
    [InlineData("Get-EcsSnapshot nosuch", EcsErrorId.NotFound)]
    [InlineData("Get-EcsRegion nosuch", EcsErrorId.NotFound)]
    [InlineData("Get-EcsInstanceSize -Name nosuch", EcsErrorId.NotFound)]
    [InlineData("Get-EcsOperation nosuch", EcsErrorId.NotFound)]
    [InlineData("Get-EcsAccount nosuch", EcsErrorId.AccountNotFound)]
    public void Get_ExactNameThatIsNotThere_IsAnError_WildcardIsSilence(string script, string errorId)
    {
        Outcome exact = _bench.Invoke(script);
        Outcome wild = _bench.Invoke(script + "*");

        Assert.Equal([errorId], exact.ErrorIds);
        Assert.DoesNotMatch(@"\ba [aeiou]", exact.Errors[0].ToString());
        Assert.Empty(wild.ErrorIds);
        Assert.Empty(wild.Output);
    }

    [Fact]
    public void GetInstance_NameInOneOfSeveralAccounts_IsNoError()
    {
        _bench.Session.Run("Set-EcsInstance web-01 -Account sandbox-otc -NewName only-here -Confirm:$false");

        Assert.Equal("sandbox-otc", _bench.Run<EcsInstance>("Get-EcsInstance only-here -Account sandbox-*").Single().Account);
    }

    [Fact]
    public void SwitchDisk_ImageFromThePipeline_IsTheImage()
    {
        EcsImage image = _bench.Run<EcsImage>("Get-EcsImage rhel*")[0];

        EcsPlan plan = _bench.Run<EcsPlan>("$image | Switch-EcsSystemDisk db-02 -Backup None -PlanOnly", ("image", image)).Single();

        Assert.Equal(("db-02", image.Id), (plan.Instance.Name, plan.Options["ImageId"]));
    }

    [Fact]
    public void SwitchDisk_SeveralImages_IsInvalidInput() =>
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("Get-EcsImage | Switch-EcsSystemDisk db-02 -Backup None -PlanOnly").ErrorIds);

    [Fact]
    public void RestoreSnapshot_SnapshotsFromThePipeline_AreEachPlannedForTheirServer()
    {
        IReadOnlyList<EcsPlan> plans = _bench.Run<EcsPlan>("Get-EcsInstance db-0[12] | Get-EcsSnapshot | Restore-EcsSnapshot -PlanOnly");

        Assert.Equal(["db-01", "db-01", "db-02", "db-02"], plans.Select(p => p.Instance.Name).Order());
        Assert.Equal(4, plans.Select(p => p.Options["SnapshotId"]).Distinct().Count());
    }

    [Fact]
    public void RestoreSnapshot_TextFromThePipelineAlone_IsInvalidInput() =>
        Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke("'db-01' | Restore-EcsSnapshot -PlanOnly").ErrorIds);

    [Fact]
    public void NewSnapshot_DisksFromThePipeline_AreEachPlanned()
    {
        IReadOnlyList<EcsPlan> plans = _bench.Run<EcsPlan>("Get-EcsInstance db-01 | Get-EcsDisk | New-EcsSnapshot -PlanOnly");

        Assert.Equal(_bench.Run<string>("(Get-EcsInstance db-01 | Get-EcsDisk).Id").Order(), plans.Select(p => p.Options["DiskId"]).Order());
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = 'web-04'; Account = 'sandbox-huawei' } | Get-EcsInstance")]
    [InlineData("\"Name,Account`nweb-04,sandbox-huawei\" | ConvertFrom-Csv | Set-EcsInstance -Description row -Confirm:$false -PassThru")]
    public void RowOfAFile_NameAndAccount_Bind(string script)
    {
        EcsInstance found = _bench.Run<EcsInstance>(script).Single();

        Assert.Equal(("web-04", "sandbox-huawei"), (found.Name, found.Account));
    }

    [Theory]
    [InlineData("Get-Process -Id $PID | Stop-EcsInstance")]
    [InlineData("Get-EcsAccount | Stop-EcsInstance")]
    [InlineData("Get-EcsSnapshot | Select-Object -First 1 | Stop-EcsInstance")]
    [InlineData("Get-EcsDisk | Select-Object -First 1 | Stop-EcsInstance")]
    public void Action_ObjectThatIsNoServer_IsRefused(string script) =>
        Assert.Equal([EcsErrorId.NotAnInstance], _bench.Invoke(script).ErrorIds.Distinct());

    [Fact]
    public void GetImage_ServerFromThePipeline_IsItsImage()
    {
        EcsInstance server = _bench.Get("db-01");

        Assert.Equal(server.ImageId, _bench.Run<EcsImage>("$server | Get-EcsImage", ("server", server)).Single().Id);
    }

    [Fact]
    public void Operations_OfAServer_AreGotAndWaitedFor()
    {
        EcsOperation begun = _bench.Run<EcsOperation>("New-EcsSnapshot web-03 -NoWait -Confirm:$false").Single();

        Assert.Equal(begun.OperationId, _bench.Run<EcsOperation>("Get-EcsInstance web-03 | Get-EcsOperation").Single().OperationId);
        Assert.Equal(EcsOperationState.Succeeded, _bench.Run<EcsOperation>("Wait-EcsOperation $begun", ("begun", begun)).Single().State);
        Assert.Equal(begun.OperationId, _bench.Run<EcsOperation>("$begun | Wait-EcsOperation", ("begun", begun)).Single().OperationId);
    }

    [Fact]
    public void Login_FlowsOnToItsServer()
    {
        const string Script = "Reset-EcsPassword web-05 -Method Api -Password (ConvertTo-SecureString 'Abc-12345xyz' -AsPlainText -Force) -Confirm:$false | Restart-EcsInstance -PassThru -Confirm:$false";

        Assert.Equal("web-05", _bench.Run<EcsInstance>(Script).Single().Name);
    }

    [Fact]
    public void InvokeCommand_ServersFromThePipeline_TheOnlyArgumentIsTheCommand()
    {
        EcsCommandResult result = _bench.Run<EcsCommandResult>("Get-EcsInstance web-01 | Invoke-EcsCommand 'uptime' -Confirm:$false").Single();

        Assert.Equal(("web-01", true), (result.Instance.Name, result.Succeeded));
    }

    [Theory]
    [InlineData("Invoke-EcsCommand web-01")]
    [InlineData("Get-EcsInstance web-01 | Invoke-EcsCommand web-02 uptime")]
    public void InvokeCommand_NoCommandOrServersTwice_IsInvalidInput(string script) => Assert.Equal([EcsErrorId.InvalidInput], _bench.Invoke(script).ErrorIds);

    [Fact]
    public void GetOperation_LastCounts_WithinIsATime()
    {
        _bench.Session.Run("$server = Get-EcsInstance web-03; 1..3 | ForEach-Object { $server | New-EcsSnapshot -Confirm:$false }");

        Assert.Equal(2, _bench.Run<EcsOperation>("$server | Get-EcsOperation -Last 2").Count);
        Assert.Equal(3, _bench.Run<EcsOperation>("$server | Get-EcsOperation -Within 1:00:00").Count);
        Assert.Equal(["ParameterArgumentTransformationError"], _bench.Invoke("Get-EcsOperation -Last 1:00:00").ErrorIds);
    }

    [Theory]
    [InlineData("InstanceType")]
    [InlineData("Flavor")]
    public void Size_HasTheCloudsOwnNamesAsAliases(string alias) =>
        Assert.Equal("ecs.g7.xlarge", _bench.Run<EcsPlan>($"Set-EcsInstanceSize web-01 -{alias} ecs.g7.xlarge -StopFirst -PlanOnly").Single().Options["Size"]);

    [Fact]
    public void Description_Empty_IsCleared()
    {
        const string Script = "$null = Select-EcsAccount sandbox-huawei; Set-EcsInstance web-01 -Description mine -Confirm:$false; Set-EcsInstance web-01 -Description '' -PassThru -Confirm:$false";

        Assert.Equal("", _bench.Run<EcsInstance>(Script).Single().Description);
    }

    [Fact]
    public void SetInstance_DescriptionThatAlibabaDoesNotTake_IsRefusedBeforeItIsSent()
    {
        Outcome outcome = null!;
        int writes = _bench.CountWrites(() => outcome = _bench.Invoke("Set-EcsInstance web-01 -Account sandbox-alibaba -Description x -Confirm:$false"));

        Assert.Equal([EcsErrorId.InvalidInput], outcome.ErrorIds);
        Assert.Equal(0, writes);
    }

    // 'InputObject[0]:' tells nobody what to type. Plans cannot be typed; and a password may come in three ways, between which an object in the pipeline does not decide.
    [Fact]
    public void MandatoryPrompt_NoArguments_AsksForNamesOrIds()
    {
        string[] asking =
        [
            .. _bench.Run<string>(
                """
                Get-Command -Module EcsTools | Where-Object {
                    $_.ParameterSets | Where-Object IsDefault | Where-Object { $_.Parameters | Where-Object { $_.IsMandatory -and $_.Name -eq 'InputObject' } }
                } | ForEach-Object Name
                """),
        ];

        Assert.Equal(["Approve-EcsPlan", "Reset-EcsPassword"], asking.Order(StringComparer.Ordinal));
    }
}
