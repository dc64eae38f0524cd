using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A plan that was approved is made again, and is run only if it is the same.</summary>
public sealed class PlanValidatorTests
{
    private readonly ScriptedCloud _cloud = new();

    [Fact]
    public async Task RenewAsync_NothingHasChanged_IsReadyUnderItsOwnId()
    {
        EcsPlan approved = await PlanAsync();

        PlanRevalidationResult renewed = Assert.Single(await RenewAsync(approved));

        Assert.Null(renewed.Error);
        Assert.Same(approved, renewed.Approved);
        Assert.Equal((approved.PlanId, approved.Fingerprint), (renewed.Operation!.Plan.PlanId, renewed.Operation.Plan.Fingerprint));
        Assert.Empty(_cloud.Sent);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("lock")]
    [InlineData("disk")]
    [InlineData("status")]
    public async Task RenewAsync_ServerHasChanged_IsPlanChanged(string what)
    {
        EcsPlan approved = await PlanAsync();
        _cloud.Server = what switch
        {
            "name" => _cloud.Server with { Name = "payroll" },
            "lock" => _cloud.Server with { LockReasons = ["security"] },
            "status" => _cloud.Server with { Status = EcsInstanceStatus.Running },
            _ => _cloud.Server,
        };
        _cloud.Facts["systemDiskId"] = what == "disk" ? "d-2" : "d-1";

        PlanRevalidationResult renewed = Assert.Single(await RenewAsync(approved));

        // One that fails a requirement now is refused with its reason, by whoever runs it.
        if (what == "status")
        {
            Assert.False(renewed.Operation!.Plan.CanProceed);
            return;
        }

        Assert.Null(renewed.Operation);
        Assert.Equal((EcsErrorId.PlanChanged, "i-1", true), (renewed.Error!.ErrorId, renewed.Error.InstanceId, renewed.Error.WasNotCarriedOut));
        Assert.Equal(what == "name", renewed.Error.Message.Contains("payroll", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RenewAsync_ServerIsGone_IsInstanceNotFoundAndTheOthersAreRenewed()
    {
        EcsPlan approved = await PlanAsync();
        EcsPlan gone = Copy(approved, approved.Options, "i-9");

        IReadOnlyList<PlanRevalidationResult> renewed = await RenewAsync(gone, approved);

        Assert.Equal([gone, approved], renewed.Select(r => r.Approved));
        Assert.Equal((EcsErrorId.InstanceNotFound, "i-9", true), (renewed[0].Error!.ErrorId, renewed[0].Error!.InstanceId, renewed[0].Error!.WasNotCarriedOut));
        Assert.Null(renewed[0].Operation);
        Assert.NotNull(renewed[1].Operation);
        Assert.Equal(EcsErrorId.InstanceNotFound, Assert.Single(await RenewAsync(gone)).Error!.ErrorId);
    }

    [Theory]
    [InlineData("Colour", "red", EcsErrorId.InvalidInput)]
    [InlineData("RetryCount", "many", EcsErrorId.InvalidInput)]
    [InlineData("IgnoreRequirement", "Lock", EcsErrorId.InvalidInput)]
    [InlineData("Backup", "Image", EcsErrorId.NotSupported)]
    public async Task RenewAsync_OptionThatCannotBeHonored_RefusesOnlyThePlansThatHaveIt(string name, string value, string errorId)
    {
        EcsPlan approved = await PlanAsync();
        EcsPlan odd = Copy(approved, new Dictionary<string, string>(approved.Options) { [name] = value });

        IReadOnlyList<PlanRevalidationResult> renewed = await RenewAsync(odd, approved);

        Assert.Equal([odd, approved], renewed.Select(r => r.Approved));
        Assert.Equal(errorId, renewed[0].Error!.ErrorId);
        Assert.Null(renewed[0].Operation);
        Assert.NotNull(renewed[1].Operation);
    }

    [Fact]
    public async Task RenewAsync_PlanThatLogsInOverSsh_IsInvalidInput()
    {
        EcsPlan approved = Copy(await PlanAsync(), new Dictionary<string, string> { ["Method"] = nameof(PasswordMethod.Ssh) }, kind: OperationKind.PasswordReset);

        EcsException error = Assert.Single(await RenewAsync(approved)).Error!;

        Assert.Equal((EcsErrorId.InvalidInput, "i-1"), (error.ErrorId, error.InstanceId));
    }

    // Nobody knows then whether the plan still holds: it is no result of one plan.
    [Fact]
    public async Task RenewAsync_CloudCannotBeRead_Throws()
    {
        EcsPlan approved = await PlanAsync();
        _cloud.Preview = _ => throw new EcsException(EcsErrorId.ThrottledByService, "Later.");

        Assert.Equal(EcsErrorId.ThrottledByService, (await Assert.ThrowsAsync<EcsException>(() => RenewAsync(approved))).ErrorId);
    }

    private static EcsPlan Copy(EcsPlan plan, IReadOnlyDictionary<string, string> options, string? id = null, OperationKind? kind = null) => new()
    {
        PlanId = plan.PlanId + "-2",
        Kind = kind ?? plan.Kind,
        Instance = plan.Instance with { Id = id ?? plan.Instance.Id },
        Steps = plan.Steps,
        Requirements = plan.Requirements,
        Backup = plan.Backup,
        EndState = plan.EndState,
        Fingerprint = plan.Fingerprint,
        Options = options,
    };

    private async Task<EcsPlan> PlanAsync()
    {
        using ConnectedAccount account = _cloud.Open();
        OperationOptions options = new() { Kind = OperationKind.OsReinstall, Backup = BackupKind.None };
        return (await OperationPlanner.PlanAsync(account, options, [_cloud.Server], TestContext.Current.CancellationToken))[0].Plan;
    }

    private async Task<IReadOnlyList<PlanRevalidationResult>> RenewAsync(params EcsPlan[] plans)
    {
        using ConnectedAccount account = _cloud.Open();
        return await PlanValidator.RenewAsync(account, plans, new PlanExecutionOptions(), TestContext.Current.CancellationToken);
    }
}
