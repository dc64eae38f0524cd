using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Journaling;
using EcsTools.Core.Operations;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A plan is run once, whatever journal is named, unless nothing was sent.</summary>
public sealed class SpentPlansTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-spent-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Spend_Twice_IsPlanChanged()
    {
        SpentPlans plans = Journal.Open(_folder).OpenSpent();
        plans.Spend(Plan("p", "k"));

        EcsException error = Assert.Throws<EcsException>(() => Journal.Open(_folder).OpenSpent().Spend(Plan("p", "k")));

        Assert.Equal((EcsErrorId.PlanChanged, "i-1", true), (error.ErrorId, error.InstanceId, error.WasNotCarriedOut));
        plans.Spend(Plan("p", "other"));
        plans.Spend(Plan("q", "k"));
    }

    [Fact]
    public void Return_PlanOfWhichNothingWasSent_MayBeRunAgain()
    {
        SpentPlans plans = Journal.Open(_folder).OpenSpent();
        plans.Spend(Plan("p", "k"));
        plans.Spend(Plan("q", "k"));

        plans.Return(Plan("p", "k"));

        plans.Spend(Plan("p", "k"));
        Assert.Throws<EcsException>(() => plans.Spend(Plan("q", "k")));
        plans.Return(Plan("never spent", "k"));
    }

    [Theory]
    [InlineData(399, false)]
    [InlineData(401, true)]
    public void Spend_RecordOfAPlanThatNobodyCouldRunAnyLonger_IsForgotten(int days, bool isForgotten)
    {
        SpentPlans plans = Journal.Open(_folder).OpenSpent();
        plans.Spend(Plan("p", "k"));
        string file = Directory.GetFiles(_folder, "*.spent").Single();
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-days));

        plans.Spend(Plan("q", "k"));

        Assert.Equal(!isForgotten, File.Exists(file));
        Assert.Equal(isForgotten ? 1 : 2, Directory.GetFiles(_folder, "*.spent").Length);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Spend_FileIsNew_IsItsOwnersOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");

        Journal.Open(_folder).OpenSpent().Spend(Plan("p", "k"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(_folder, "*.spent").Single()));
    }

    [Fact]
    public void Spend_FolderIsGone_IsJournalUnavailable()
    {
        string folder = Path.Combine(_folder, "journal");
        SpentPlans plans = Journal.Open(folder).OpenSpent();
        Directory.Delete(folder, recursive: true);

        EcsException error = Assert.Throws<EcsException>(() => plans.Spend(Plan("p", "k")));

        Assert.Equal((EcsErrorId.JournalUnavailable, true), (error.ErrorId, error.WasNotCarriedOut));
        plans.Return(Plan("p", "k"));
    }

    // The usual place is asked too, which no parameter chooses; the same folder named twice counts once.
    [Fact]
    public async Task PlanUse_TwoJournals_AreBothAskedAndGivenBack()
    {
        ScriptedCloud cloud = new();
        using ConnectedAccount account = cloud.Open();
        PlannedOperation planned = (await OperationPlanner.PlanAsync(
            account, new OperationOptions { Backup = BackupKind.None }, [cloud.Server], TestContext.Current.CancellationToken))[0];
        Journal named = Journal.Open(Path.Combine(_folder, "named"));
        Journal usual = Journal.Open(Path.Combine(_folder, "usual"));
        PlanUse use = new(planned, [named, usual, Journal.Open(Path.Combine(_folder, "named"))]);

        planned.Begins!();
        Assert.Equal([1, 1], Spent());
        use.End(new EcsOperation { State = EcsOperationState.Failed });
        Assert.Equal([1, 1], Spent());
        use.End(new EcsOperation { State = EcsOperationState.Abandoned });
        Assert.Equal([0, 0], Spent());

        usual.OpenSpent().Spend(planned.Plan);
        Assert.Equal(EcsErrorId.PlanChanged, Assert.Throws<EcsException>(() => planned.Begins!()).ErrorId);
        use.End(new EcsOperation { State = EcsOperationState.Abandoned });

        // The note of whoever ran it before stays.
        Assert.Equal([0, 1], Spent());

        int[] Spent() => [.. new[] { "named", "usual" }.Select(f => Directory.GetFiles(Path.Combine(_folder, f), "*.spent").Length)];
    }

    private static EcsPlan Plan(string id, string key) => new() { PlanId = id, Instance = new EcsInstance { Id = "i-1", Name = "db-01", AccountKey = key } };
}
