using EcsTools.Core.Approvals;

namespace EcsTools.Core.Tests.Approvals;

public sealed class PlanStatementTests
{
    internal static EcsPlan Plan(string name = "db-01", params string[] losses) => new()
    {
        PlanId = "0123456789abcdef0123456789abcdef",
        Kind = OperationKind.OsReinstall,
        Instance = new EcsInstance { Id = "i-1", Name = name, Account = "prod", AccountKey = "Alibaba/1/r", AccountIdentity = "acs:ram::1:user/ops", Region = "r", SystemDiskId = "d-1", ImageId = "m-1" },
        Steps = ["Shut down the server.", "Reinstall."],
        Losses = losses.Length == 0 ? ["All data on system disk d-1."] : losses,
        Costs = ["The image is kept."],
        Backup = "None.",
        ExpectedDowntime = TimeSpan.FromMinutes(3),
        EndState = EcsEndState.Running,
        Requirements = [new("State", EcsRequirementOutcome.Passed, "The server is stopped.", null)],
        Options = new Dictionary<string, string> { ["StopFirst"] = "True", ["Backup"] = "None" },
        Fingerprint = "f00d",
        CreatedAt = new DateTimeOffset(2026, 11, 30, 10, 0, 0, TimeSpan.FromHours(2)).AddTicks(5),
    };

    [Fact]
    public void GetStatement_Plan_IsTheDocumentedText() => Assert.Equal(
        """
        EcsTools plan, format 1
        Plan: 0123456789abcdef0123456789abcdef
        Operation: OsReinstall
        Server: db-01
        Server id: i-1
        Account: prod
        Account key: Alibaba/1/r
        Identity: acs:ram::1:user/ops
        Provider: Alibaba
        Region: r
        Image: m-1
        System disk: d-1
        Step 1 of 2: Shut down the server.
        Step 2 of 2: Reinstall.
        Lost 1 of 1: All data on system disk d-1.
        Cost 1 of 1: The image is kept.
        Backup: None.
        Downtime: 180 s
        Afterwards: Running
        Requirement 1 of 1: Passed, State: The server is stopped.
        Option 1 of 2: Backup=None
        Option 2 of 2: StopFirst=True
        Created: 2026-11-30T08:00:00Z
        Expires: 2026-12-01T08:00:00Z
        Fingerprint: f00d

        """.ReplaceLineEndings("\n"),
        PlanSeal.Make(Plan(), TimeSpan.FromHours(24)).GetStatement());

    [Theory]
    [InlineData("a\nServer id: i-2", @"a\u{A}Server id: i-2")]
    [InlineData("a\\u{A}b", @"a\\u{A}b")]
    [InlineData("a\u001b[31mb", @"a\u{1B}[31mb")]
    [InlineData("a\u202eb", @"a\u{202E}b")]
    [InlineData("a\u200bb\u00a0c", @"a\u{200B}b\u{A0}c")]
    [InlineData("\ufeffa\ufffe", @"\u{FEFF}a\u{FFFE}")]
    [InlineData("\U000E0041\U0001F600", "\\u{E0041}\U0001F600")]
    [InlineData("e\u0301 é ü 名", "e\u0301 é ü 名")]
    public void GetStatement_NameThatHidesSomething_ShowsIt(string name, string expected)
    {
        string text = Plan(name).GetStatement();

        Assert.Contains($"\nServer: {expected}\n", text, StringComparison.Ordinal);
        Assert.Equal(Plan().GetStatement().Count(c => c == '\n'), text.Count(c => c == '\n'));
    }

    // No attribute can hold it.
    [Fact]
    public void GetStatement_HalfACharacter_IsShown() =>
        Assert.Contains(@"\nServer: a\u{D800}b\n".Replace(@"\n", "\n", StringComparison.Ordinal), Plan($"a{(char)0xD800}b").GetStatement(), StringComparison.Ordinal);

    [Fact]
    public void GetStatement_ListOfOneWithAForgedBorder_DiffersFromAListOfTwo() =>
        Assert.NotEqual(Plan("a", "x\nLost 2 of 2: y").GetStatement(), Plan("a", "x", "y").GetStatement());

    [Fact]
    public void CheckWhole_AnyTextThatWasRewritten_IsPlanChanged()
    {
        EcsPlan made = PlanSeal.Make(Plan(), TimeSpan.FromHours(1));
        PlanSeal.CheckWhole(made);
        PlanSeal.CheckLife(made, made.CreatedAt.AddMinutes(59));

        Assert.Equal(EcsErrorId.PlanExpired, Assert.Throws<EcsException>(() => PlanSeal.CheckLife(made, made.CreatedAt.AddMinutes(61))).ErrorId);
        Assert.Equal(EcsErrorId.PlanChanged, Assert.Throws<EcsException>(() => PlanSeal.CheckLife(Plan(), made.CreatedAt)).ErrorId);
        EcsPlan edited = new()
        {
            PlanId = made.PlanId,
            Kind = made.Kind,
            Instance = made.Instance,
            Steps = made.Steps,
            Losses = ["Nothing."],
            Costs = made.Costs,
            Backup = made.Backup,
            ExpectedDowntime = made.ExpectedDowntime,
            EndState = made.EndState,
            Requirements = made.Requirements,
            Options = made.Options,
            Fingerprint = made.Fingerprint,
            CreatedAt = made.CreatedAt,
            ExpiresAt = made.ExpiresAt,
            Digest = made.Digest,
        };
        Assert.Equal(EcsErrorId.PlanChanged, Assert.Throws<EcsException>(() => PlanSeal.CheckWhole(edited)).ErrorId);
    }

    [Fact]
    public void CheckLife_EndOrDigestOrEndStateIsMissing_IsPlanChanged()
    {
        EcsPlan made = PlanSeal.Make(Plan(), TimeSpan.FromHours(1));
        PlanSeal.CheckLife(made, made.ExpiresAt!.Value);

        EcsPlan[] odd =
        [
            new() { Instance = made.Instance, EndState = made.EndState, Digest = made.Digest },
            new() { Instance = made.Instance, EndState = made.EndState, ExpiresAt = made.ExpiresAt },
            new() { Instance = made.Instance, Digest = made.Digest, ExpiresAt = made.ExpiresAt },
        ];

        foreach (EcsPlan plan in odd)
        {
            EcsException error = Assert.Throws<EcsException>(() => PlanSeal.CheckLife(plan, made.CreatedAt));
            Assert.Equal((EcsErrorId.PlanChanged, "i-1", true), (error.ErrorId, error.InstanceId, error.WasNotCarriedOut));
        }
    }

    [Fact]
    public void Make_Times_AreWholeSecondsInUniversalTime()
    {
        EcsPlan made = PlanSeal.Make(Plan(), TimeSpan.FromSeconds(90.7));

        Assert.Equal(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero), made.CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 8, 1, 30, TimeSpan.Zero), made.ExpiresAt);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (made.CreatedAt.Offset, made.ExpiresAt!.Value.Offset));
        Assert.Equal((TimeSpan.FromHours(24), TimeSpan.FromDays(366)), (PlanSeal.UsualLife, PlanSeal.LongestLife));
    }
}
