using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

public sealed class InvokePlanTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Accounts => SandboxFixture.Accounts;

    [Theory]
    [MemberData(nameof(Accounts))]
    public void A_plan_runs_later_whatever_it_has_been_through(string account)
    {
        EcsPlan[] plans = [.. _bench.Run<EcsPlan>($"'db-01', 'db-02', 'failed-01' | Invoke-EcsOsReinstall -Account {account} -Backup None -PlanOnly")];
        object?[] given = [plans[0], Serialization.FromClixml(plans[1]), Serialization.FromJson(plans[2])];

        IReadOnlyList<EcsOperation> operations = _bench.Run<EcsOperation>("$plans | Invoke-EcsPlan -Confirm:$false -Force", ("plans", given));

        Assert.Equal(["db-01", "db-02", "failed-01"], operations.Select(o => o.InstanceName).Order());
        Assert.All(operations, o => Assert.Equal((OperationKind.OsReinstall, EcsOperationState.Succeeded), (o.Kind, o.State)));
    }

    // As ConvertTo-Json of version 0.1 wrote all enumerations but the kind, which was text.
    [Fact]
    public void InvokeEcsPlan_JsonWithNumbersForNames_IsRead()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly").Single();

        Outcome run = _bench.Invoke(
            $"$plan.EndState = {plan.EndState:D}; $plan.Instance.Status = {plan.Instance.Status:D}; $plan.Requirements | ForEach-Object {{ $_.Outcome = [int][EcsTools.Model.EcsRequirementOutcome] $_.Outcome }};"
            + "$plan | Invoke-EcsPlan -WhatIf",
            ("plan", Serialization.FromJson(plan)));

        Assert.Empty(run.Errors);
        Assert.Single(_bench.Records.WhatIf);
    }

    [Fact]
    public void What_was_chosen_comes_through_whole()
    {
        string image = _bench.Get("db-01", SandboxFixture.Huawei).ImageId;
        EcsPlan plan = _bench.Run<EcsPlan>(
            $"Switch-EcsSystemDisk web-01 -Account sandbox-huawei -ImageId {image} -StopFirst -LeaveStopped -RetryCount 0 -Backup None -IgnoreRequirement DiskQuota, Size -PlanOnly").Single();

        Outcome run = _bench.Invoke("$plan | Invoke-EcsPlan -WhatIf", ("plan", Serialization.FromJson(plan)));

        Assert.Empty(run.Errors);
        Assert.Equal(
            ["Backup", "IgnoreRequirement", "ImageId", "LeaveStopped", "RetryCount", "StopFirst"], plan.Options.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(image, Assert.Single(_bench.Records.WhatIf), StringComparison.Ordinal);
    }

    [Fact]
    public void User_data_is_given_again_and_must_be_the_same()
    {
        const string Data = "#cloud-config\nhostname: fresh\n";
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -UserData $data -PlanOnly", ("data", Data)).Single();

        Assert.StartsWith("30 bytes, SHA-256 ", plan.Options["UserData"], StringComparison.Ordinal);
        Assert.Equal([EcsErrorId.InvalidInput], Refused("$plan | Invoke-EcsPlan -Confirm:$false", plan));
        Assert.Equal([EcsErrorId.PlanChanged], Refused("$plan | Invoke-EcsPlan -UserData '#cloud-config' -Confirm:$false", plan));

        EcsOperation operation = _bench.Run<EcsOperation>("$plan | Invoke-EcsPlan -UserData $data -Confirm:$false", ("plan", Serialization.FromJson(plan)), ("data", Data)).Single();
        Assert.Equal(EcsOperationState.Succeeded, operation.State);
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void A_plan_is_run_once(string account)
    {
        EcsPlan plan = Plan("db-01", account);
        _bench.Session.Run($"$null = $plan | Invoke-EcsPlan -Confirm:$false; {Settle(account)}; Stop-EcsInstance db-01 -Account {account}", ("plan", plan));

        Assert.Equal([EcsErrorId.PlanChanged], Refused("$plan | Invoke-EcsPlan -Confirm:$false", plan));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void A_disk_that_is_another_one_by_now_is_left_alone(string account)
    {
        EcsPlan plan = Plan("db-01", account);
        string image = _bench.Get("web-01", account).ImageId;
        _bench.Session.Run($"$null = Switch-EcsSystemDisk db-01 -Account {account} -ImageId {image} -Backup None -Confirm:$false -Force; {Settle(account)}; Stop-EcsInstance db-01 -Account {account}");

        Assert.Equal([EcsErrorId.PlanChanged], Refused("$plan | Invoke-EcsPlan -Confirm:$false", Serialization.FromClixml(plan)));
    }

    [Theory]
    [InlineData("$plan.Options['StopFirst'] = 'True'", EcsErrorId.PlanChanged)]
    [InlineData("$plan.Options.Remove('Backup')", EcsErrorId.PlanChanged)]
    [InlineData("$plan.Options['IgnoreRequirement'] = 'Login'", EcsErrorId.PlanChanged)]
    [InlineData("$plan.Kind = 'SystemDiskReset'", EcsErrorId.PlanChanged)]
    [InlineData("$plan.Fingerprint = 'x'", EcsErrorId.PlanChanged)]
    [InlineData("$plan.Instance.Id = (Get-EcsInstance db-02).Id", EcsErrorId.PlanChanged)]
    [InlineData("$plan.Instance.Id = 'i-gone'", EcsErrorId.InstanceNotFound)]
    [InlineData("$plan.Instance.AccountKey = (Get-EcsAccount sandbox-huawei).AccountKey", EcsErrorId.AccountMismatch)]
    [InlineData("$plan.Instance.Account = 'sandbox-otc'", EcsErrorId.AccountMismatch)]
    [InlineData("$plan.Instance.Account = 'elsewhere'", EcsErrorId.AccountNotFound)]
    [InlineData("$plan.Kind = 'Nonsense'", EcsErrorId.InvalidInput)]
    [InlineData("$plan.Kind = 'OsRein'", EcsErrorId.InvalidInput)]
    [InlineData("$plan.Kind = 'Unknown'", EcsErrorId.InvalidInput)]
    [InlineData("$plan.Remove('Kind')", EcsErrorId.InvalidInput)]
    [InlineData("$plan.Kind = '2'", EcsErrorId.PlanChanged)]
    [InlineData("$plan.Options['New'] = 'x'", EcsErrorId.InvalidInput)]
    [InlineData("$plan.Options['RetryCount'] = 'x'", EcsErrorId.InvalidInput)]
    [InlineData("$plan.Options['Backup'] = 'x'", EcsErrorId.InvalidInput)]
    [InlineData("$plan.Options['Password'] = 'x'", EcsErrorId.InvalidInput)]
    [InlineData("$plan.Options['StopFirst'] = 'yes'", EcsErrorId.InvalidInput)]
    [InlineData("$plan.PlanId = $null", EcsErrorId.InvalidInput)]
    [InlineData("$plan = 4711", EcsErrorId.InvalidInput)]
    [InlineData("$plan = $null", EcsErrorId.InvalidInput)]
    [InlineData("$plan = 'db-01'", EcsErrorId.InvalidInput)]
    [InlineData("$plan = Get-EcsInstance db-01", EcsErrorId.InvalidInput)]
    public void A_plan_that_was_changed_is_refused(string change, string errorId)
    {
        object plan = Serialization.FromJsonAsHashtable(Plan("db-01"))!;

        Assert.Equal([errorId], Refused(change + "; $plan | Invoke-EcsPlan -Confirm:$false -Force", plan));
    }

    [Fact]
    public void A_plan_of_a_sandbox_that_was_stopped_is_not_run_in_another()
    {
        EcsPlan plan = Plan("db-01");
        _bench.Session.Run("Stop-EcsSandbox");
        Assert.Equal([EcsErrorId.NotConnected], _bench.Invoke("$plan | Invoke-EcsPlan -Confirm:$false", ("plan", plan)).ErrorIds);

        _bench.Session.Run("$null = Start-EcsSandbox -TimeScale 20000");
        Assert.Equal([EcsErrorId.AccountMismatch], Refused("$plan | Invoke-EcsPlan -Confirm:$false", plan));
    }

    [Fact]
    public void Requirements_are_checked_again()
    {
        EcsPlan plan = Plan("db-01");
        _bench.Session.Run("Start-EcsInstance db-01");

        Assert.Equal([EcsErrorId.RequirementFailed], Refused("$plan | Invoke-EcsPlan -Confirm:$false -Force", plan));
    }

    [Fact]
    public void An_error_further_up_means_that_nothing_is_sent() => Assert.Equal(
        ["upstream"], Refused("& { $plan; throw 'upstream' } | Invoke-EcsPlan -Confirm:$false", Plan("db-01")));

    [Fact]
    public void The_same_plan_twice_is_run_once_and_two_plans_for_one_server_are_refused()
    {
        EcsPlan plan = Plan("db-01");
        EcsPlan other = _bench.Run<EcsPlan>("Reset-EcsSystemDisk db-01 -Backup None -PlanOnly").Single();

        Outcome outcome = _bench.Invoke("$plan, $copy, $other | Invoke-EcsPlan -Confirm:$false", ("plan", plan), ("copy", Serialization.FromClixml(plan)), ("other", other));

        Assert.Equal([EcsErrorId.InvalidInput], outcome.ErrorIds);
        Assert.Equal(OperationKind.OsReinstall, Assert.Single(outcome.Of<EcsOperation>()).Kind);
        Assert.Equal(1, _bench.Requests("alibaba:ReInitDisk"));
    }

    [Fact]
    public void The_question_is_asked_and_states_the_plan()
    {
        EcsPlan plan = Plan("db-01");
        _bench.Records.Answer("No");

        Assert.Empty(Refused("$plan | Invoke-EcsPlan", plan));

        Assert.Contains(plan.Losses[0], Assert.Single(_bench.Records.Questions).OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public void PlanOnly_NoBackup_IsRefusedInThePlanAndWhenItIsRun()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall db-01 -PlanOnly").Single();

        Assert.Equal([EcsRequirementId.Backup], plan.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
        Assert.False(plan.CanProceed);
        Assert.Equal([EcsErrorId.RequirementFailed], Refused("$plan | Invoke-EcsPlan -Confirm:$false", plan));
        Assert.Equal([EcsErrorId.RequirementFailed], Refused("$plan | Invoke-EcsPlan", plan));
    }

    [Fact]
    public void A_plan_that_came_back_is_shown_like_a_new_one()
    {
        EcsPlan plan = Plan("db-01");
        _bench.Session.Run("$plan | Out-Default", ("plan", plan));
        string[] fresh = [.. _bench.Records.Lines];
        _bench.Records.Clear();

        _bench.Session.Run("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($plan)) | Out-Default", ("plan", plan));

        Assert.Equal(fresh, _bench.Records.Lines);
        Assert.True(fresh.Length > 5);
    }

    // Some minutes of the sandbox pass, in which the guest takes its key.
    private static string Settle(string account) =>
        $"Wait-EcsInstance db-01 -Account {account} -For Stopped -Timeout 240 -ErrorAction SilentlyContinue";

    private EcsPlan Plan(string name, string account = SandboxFixture.Alibaba) =>
        _bench.Run<EcsPlan>($"Invoke-EcsOsReinstall {name} -Account {account} -Backup None -PlanOnly").Single();

    private IReadOnlyList<string> Refused(string script, object plan)
    {
        Outcome outcome = null!;
        Assert.Equal(0, _bench.CountWrites(() => outcome = _bench.Invoke(script, ("plan", plan))));
        Assert.DoesNotContain(outcome.Of<EcsOperation>(), o => o.Succeeded);
        return outcome.ErrorIds;
    }
}
