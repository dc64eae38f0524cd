using EcsTools.Tests.Commands;
using EcsTools.Tests.Safety;

namespace EcsTools.Tests.Reliability;

/// <summary>Something that goes wrong while a command is at work.</summary>
/// <param name="Name">What it is called in the matrix.</param>
/// <param name="Plan">The sandbox's fault plan, or an empty text if something else goes wrong.</param>
internal sealed record FaultCase(string Name, string Plan = "")
{
    /// <summary>True if the command must come through all the same.</summary>
    public bool MustSucceed { get; init; }

    /// <summary>How often the user may be told that it is sent: once more only if the cloud's own job says that it failed.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>What is wrong with the journal.</summary>
    public JournalFault Journal { get; init; }

    /// <summary>Where it can happen; everywhere by default.</summary>
    public string[] Accounts { get; init; } = ChangingCommand.AllAccounts;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FaultCase> All { get; } = [.. Network(), .. Refusals(), .. Answers(), .. Proofs(), .. Work(), .. Journals()];

    private static IEnumerable<FaultCase> Network() =>
    [
        new("no connection, once", "NoConnection:1") { MustSucceed = true },
        new("no connection", "NoConnection"),
        new("no connection after the write, 3 times", "NoConnection:3@Later") { MustSucceed = true },
        new("no connection after the write", "NoConnection@Later"),
        new("cut before the write", "CutBefore:1@Write"),
        new("cut after the write took effect", "CutAfter:1@Write"),
        new("cut while reading, once", "CutBefore:1@Read") { MustSucceed = true },
        new("cut while looking after the write, 3 times", "CutAfter:3@Later") { MustSucceed = true },
        new("cut after every write took effect", "CutAfter@Write"),
        new("time-out before the write", "StallBefore:1@Write"),
        new("time-out after the write took effect", "StallAfter:1@Write"),
        new("time-out while reading, once", "StallBefore:1@Read") { MustSucceed = true },
    ];

    private static IEnumerable<FaultCase> Refusals() =>
    [
        new("500 to a read, once", "ServerError:1@Read") { MustSucceed = true },
        new("500 to all reads", "ServerError@Read"),
        new("500 to the write", "ServerError:1@Write"),
        new("500 to all writes", "ServerError@Write"),
        new("500 after the write, 3 times", "ServerError:3@Later") { MustSucceed = true },
        new("504 although the write took effect", "GatewayTimeout:1@Write"),
        new("504 although every write took effect", "GatewayTimeout@Write"),
        new("throttled in each form", "Throttle:4") { MustSucceed = true },
        new("write throttled in each form", "Throttle:4@Write") { MustSucceed = true },
        new("throttled after the write", "Throttle:4@Later") { MustSucceed = true },
        new("throttled for good", "Throttle"),
        new("write throttled for good", "Throttle@Write"),
        new("throttled after the write, for good", "Throttle@Later"),
    ];

    private static IEnumerable<FaultCase> Answers()
    {
        (string Name, string Fault)[] forms =
        [
            ("HTML", "Malformed"), ("empty", "Empty"), ("truncated", "Truncated"), ("huge", "Huge"), ("nulls", "NullFields"), ("wrong types", "WrongTypes"),
        ];
        return
        [
            .. forms.Select(f => new FaultCase($"{f.Name}: answer to the write", f.Fault + ":1@Write")),
            .. forms.Select(f => new FaultCase($"{f.Name}: first read", f.Fault + ":1@Read")),
            .. forms.Select(f => new FaultCase($"{f.Name}: 3 reads after the write", f.Fault + ":3@Later")),
            .. forms.Where(f => f.Fault != "Huge").Select(f => new FaultCase($"{f.Name}: all reads after the write", f.Fault + "@Later")),
            new("unknown fields everywhere", "ExtraFields") { MustSucceed = true },
        ];
    }

    // Temporary keys need a role or an agency: RenewingAccessKeyTests. A token's user has no clock that could be wrong.
    private static IEnumerable<FaultCase> Proofs() =>
    [
        new("token expired", "TokenExpired:1") { MustSucceed = true, Accounts = [SandboxFixture.OpenTelekom] },
        new("token expired mid-way", "TokenExpired:1@Later") { MustSucceed = true, Accounts = [SandboxFixture.OpenTelekom] },
        new("clock 20 minutes off", "ClockOff") { Accounts = [SandboxFixture.Alibaba, SandboxFixture.Huawei] },
        new("clock 20 minutes off after the write", "ClockOff@Later") { Accounts = [SandboxFixture.Alibaba, SandboxFixture.Huawei] },
        new("nonce of a read refused", "NonceUsed:1@Read") { MustSucceed = true, Accounts = [SandboxFixture.Alibaba] },
        new("nonce of the write refused", "NonceUsed:1@Write") { Accounts = [SandboxFixture.Alibaba] },
    ];

    // Alibaba Cloud has no jobs; what its re-initialization comes to is not told by anything (docs/contracts/alibaba-ecs.md 3.14).
    private static IEnumerable<FaultCase> Work() =>
    [
        new("pages shift", "ShiftPages") { MustSucceed = true },
        new("job fails once", "ReinstallFails:1") { Attempts = 2, Accounts = [SandboxFixture.Huawei, SandboxFixture.OpenTelekom] },
        new("job fails twice", "ReinstallFails:2") { Attempts = 2, Accounts = [SandboxFixture.Huawei, SandboxFixture.OpenTelekom] },
        new("job unknown, twice", "JobUnknown:2") { Accounts = [SandboxFixture.Huawei, SandboxFixture.OpenTelekom] },
        new("job unknown", "JobUnknown") { Accounts = [SandboxFixture.Huawei, SandboxFixture.OpenTelekom] },
    ];

    private static IEnumerable<FaultCase> Journals() =>
    [
        new("journal: no such folder can be made") { Journal = JournalFault.NoFolder },
        new("journal: read-only") { Journal = JournalFault.ReadOnly },
        new("journal: disk full") { Journal = JournalFault.DiskFull },
        new("journal: damaged") { Journal = JournalFault.Damaged },
    ];
}
