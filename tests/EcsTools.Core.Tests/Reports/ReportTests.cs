using System.Text.RegularExpressions;

using EcsTools.Core.Approvals;
using EcsTools.Core.Reports;

namespace EcsTools.Core.Tests.Reports;

/// <summary>What reports say, and that nothing in them is markup that was not ours.</summary>
public sealed class ReportTests
{
    private const string Hostile = "<script>alert(1)</script>\"'&`|*_[x](https://example.org)@ops\u202e\u001b[8m";
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ReportFormat.Html)]
    [InlineData(ReportFormat.Markdown)]
    public void Write_HostileText_IsNoMarkup(ReportFormat format)
    {
        EcsPlan plan = PlanSeal.Make(
            new EcsPlan
            {
                PlanId = Hostile,
                Kind = OperationKind.OsReinstall,
                Instance = new EcsInstance { Id = "i-1", Name = Hostile, Account = Hostile, Region = Hostile },
                Steps = [Hostile],
                Losses = [Hostile],
                Costs = [Hostile],
                Backup = Hostile,
                EndState = EcsEndState.Running,
                Requirements = [new EcsRequirement(Hostile, EcsRequirementOutcome.Warning, Hostile, Hostile)],
                Options = new Dictionary<string, string> { [Hostile] = Hostile },
                CreatedAt = Noon,
            },
            TimeSpan.FromHours(1));
        EcsOperation operation = Operation(Hostile, EcsOperationState.Failed, 0, [("Stop", 0, 10)], message: Hostile);

        string text = new Report(Hostile, Noon, [plan, plan], [operation]).Write(format);

        Assert.DoesNotContain('\u202e', text);
        Assert.DoesNotContain('\u001b', text);
        if (format == ReportFormat.Html)
        {
            Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
            Assert.Equal(1, Regex.Count(text, "<script", RegexOptions.IgnoreCase));
            Assert.DoesNotMatch("<[^>]*(href|src|onerror|onload)=", text);
        }
        else
        {
            // Only what is shown letter by letter may hold them as they are.
            string outside = Regex.Replace(text, "`{3,}text\n.*?\n`{3,}\n", "", RegexOptions.Singleline);
            Assert.DoesNotMatch(@"(?<!\\)[\[\]*_`|](?=x|alert)", Regex.Replace(outside, "<summary>.*</summary>", ""));
            Assert.DoesNotContain("<script", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("@ops", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("https://", outside, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_Plans_SumsUpWhatDiffersInNamesOnly()
    {
        EcsPlan[] plans = [.. Enumerable.Range(1, 3).Select(i => Plan($"web-0{i}", $"i-bp1000000000{i}", EcsRequirementOutcome.Passed))];

        ReportSection section = PlanSection.Create([.. plans, Plan("db-01", "i-bp20000000001", EcsRequirementOutcome.Failed)], Noon);

        Assert.Equal(["4: Everything on system disk … (40 GiB)."], Lines(section.Summary, "Will be lost"));
        Assert.Equal(["4 for 4 servers", "3: can run", "1: refused"], Lines(section.Summary, "Plans"));
        Assert.Equal(["1: State: Failed. db-01 (i-bp20000000001) is locked."], Lines(section.Summary, "Not met, or to be checked"));
        Assert.Equal("refused", section.Items[0].State);
    }

    [Fact]
    public void Write_EditedPlan_SaysSoFirst()
    {
        EcsPlan plan = Plan("web-01", "i-bp10000000001", EcsRequirementOutcome.Passed);
        EcsPlan edited = new()
        {
            PlanId = plan.PlanId,
            Kind = plan.Kind,
            Instance = plan.Instance,
            Requirements = plan.Requirements,
            Losses = ["Nothing."],
            CreatedAt = plan.CreatedAt,
            ExpiresAt = plan.ExpiresAt,
            EndState = plan.EndState,
            Digest = plan.Digest,
            Approvals = ["-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"],
        };

        ReportSection section = PlanSection.Create([plan, edited], Noon);

        Assert.Equal((ReportMark.Bad, ReportMark.Good), (section.Items[0].Mark, section.Items[1].Mark));
        Assert.Equal(["Nothing."], Lines(section.Items[0].Facts, "Will be lost"));
        Assert.Equal([plan.Digest], Lines(section.Items[1].Facts, "SHA-256"));
        Assert.NotEqual([plan.Digest], Lines(section.Items[0].Facts, "SHA-256"));
        Assert.Equal(["1: a signature that is not valid for this plan"], Lines(section.Summary, "Signatures"));
    }

    [Fact]
    public void Write_ExpiredPlan_IsMarked() => Assert.Equal(
        ReportMark.Bad, PlanSection.Create([Plan("web-01", "i-bp10000000001", EcsRequirementOutcome.Passed)], Noon.AddHours(2)).Items[0].Mark);

    [Fact]
    public void Timeline_Steps_ArePhasesWithTheCheckAtTheEnd()
    {
        EcsOperation good = Operation("web-01", EcsOperationState.Succeeded, 0, [("Stop", 0, 10), ("CreateSnapshot", 10, 40), ("RebuildSystemDisk", 40, 70), ("Start", 70, 80)], end: 95);
        EcsOperation bad = Operation("web-02", EcsOperationState.Failed, 5, [("Stop", 5, 8)]);

        Timeline timeline = OperationSection.Create([good, bad]).Timeline!;

        Assert.Equal(["web-02 (i-web-02)", "web-01 (i-web-01)"], timeline.Rows.Select(r => r.Server));
        Assert.Equal(TimeSpan.FromSeconds(95), timeline.Length);
        Assert.Equal(
            [(Phase.Stop, 0, 10), (Phase.Backup, 10, 40), (Phase.Wipe, 40, 70), (Phase.Boot, 70, 80), (Phase.Check, 80, 95)],
            timeline.Rows[1].Spans.Select(s => (s.Phase, (int)s.From.TotalSeconds, (int)s.To.TotalSeconds)));
    }

    // Version 0.1 wrote down when a step was sent, and not when it ended.
    [Fact]
    public void Timeline_StepWithoutEnd_LastsUntilTheNext()
    {
        EcsOperation old = Operation("web-01", EcsOperationState.Succeeded, 0, [("Stop", 0, null), ("RebuildSystemDisk", 30, null)], end: 90);

        TimelineRow row = Assert.Single(OperationSection.Create([old]).Timeline!.Rows);

        Assert.Equal([(Phase.Stop, 30), (Phase.Wipe, 90)], row.Spans.Select(s => (s.Phase, (int)s.To.TotalSeconds)));
    }

    [Fact]
    public void Timeline_NothingSent_IsNone() => Assert.Null(OperationSection.Create([Operation("web-01", EcsOperationState.Abandoned, 0, [])]).Timeline);

    [Fact]
    public void Save_FolderThatIsNotThere_IsRefusedAndLeavesNothing()
    {
        string folder = Directory.CreateTempSubdirectory("ecstools-report-").FullName;
        try
        {
            Report report = new("Report", Noon, [], [Operation("web-01", EcsOperationState.Succeeded, 0, [])]);

            EcsException error = Assert.Throws<EcsException>(() => report.Save(Path.Combine(folder, "none", "r.md"), ReportFormat.Markdown));

            Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<ReportFact> facts, string label) => facts.Single(f => f.Label == label).Lines;

    private static EcsPlan Plan(string name, string id, EcsRequirementOutcome outcome)
    {
        EcsInstance instance = new() { Id = id, Name = name, Account = "ops", Region = "cn-hangzhou" };
        return PlanSeal.Make(
            new EcsPlan
            {
                PlanId = $"plan-{name}",
                Kind = OperationKind.OsReinstall,
                Instance = instance,
                Losses = [$"Everything on system disk d-bp9{id[4..]} (40 GiB)."],
                Requirements = [new EcsRequirement("State", outcome, $"{instance} is locked.")],
                Backup = "None.",
                EndState = EcsEndState.Running,
                CreatedAt = Noon,
            },
            TimeSpan.FromHours(1));
    }

    private static EcsOperation Operation(string name, EcsOperationState state, int begin, (string Name, int From, int? To)[] steps, int? end = null, string? message = null) => new()
    {
        OperationId = $"op-{name}",
        Kind = OperationKind.OsReinstall,
        State = state,
        InstanceId = $"i-{name}",
        InstanceName = name,
        Account = "ops",
        Region = "cn-hangzhou",
        StartedAt = Noon.AddSeconds(begin),
        EndedAt = end is { } last ? Noon.AddSeconds(last) : null,
        Message = message,
        Steps = [.. steps.Select(s => new EcsOperationStep { Name = s.Name, StartedAt = Noon.AddSeconds(s.From), EndedAt = s.To is { } to ? Noon.AddSeconds(to) : null })],
    };
}
