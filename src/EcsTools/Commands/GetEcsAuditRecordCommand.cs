using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Auditing;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Reads the audit log, or checks that nothing in it was changed.</summary>
[Cmdlet(VerbsCommon.Get, "EcsAuditRecord", DefaultParameterSetName = ReadSet)]
[OutputType(typeof(EcsAuditRecord), typeof(EcsAuditCheck))]
public sealed class GetEcsAuditRecordCommand : EcsCmdlet
{
    private const string ReadSet = "Read";
    private const string VerifySet = "Verify";

    /// <summary>Servers, by id or name, with wildcards, or as Get-EcsInstance wrote them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ReadSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ResourceIdTransformation(typeof(EcsInstance), nameof(EcsInstance.Id))]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    public string[] Instance { get; set; } = [];

    /// <summary>Account names, with wildcards.</summary>
    [Parameter(ParameterSetName = ReadSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ResourceIdTransformation(typeof(EcsAccount), nameof(EcsAccount.Name))]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[] Account { get; set; } = [];

    /// <summary>What the records are about.</summary>
    [Parameter(ParameterSetName = ReadSet)]
    [ValidateNotNullOrEmpty]
    public EcsAuditKind[] Kind { get; set; } = [];

    /// <summary>Only so many, those recorded last.</summary>
    [Parameter(ParameterSetName = ReadSet)]
    [CountTransformation(nameof(Within))]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>Only what was recorded within this time.</summary>
    [Parameter(ParameterSetName = ReadSet)]
    public TimeSpan? Within { get; set; }

    /// <summary>Checks the whole log in place of writing its records.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VerifySet)]
    public SwitchParameter Verify { get; set; }

    /// <summary>The hash of a record that was kept elsewhere: it must still be in the log.</summary>
    [Parameter(ParameterSetName = VerifySet)]
    [ValidatePattern("^[0-9a-fA-F]{64}$")]
    public string? KnownHead { get; set; }

    /// <summary>The folder of the journal, where the usual one does not outlive this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    private protected override void Begin() => CheckJournalPath(JournalPath);

    private protected override void Process()
    {
        IReadOnlyList<IAuditLog> logs = Session.ReadJournal(JournalPath is null ? null : ResolvePath(JournalPath)).FindAudits();
        if (Verify)
        {
            Check(logs);
            return;
        }

        NamePatterns servers = new(Instance);
        NamePatterns accounts = new(Account);
        DateTimeOffset since = PastTime.Begin(Within) ?? DateTimeOffset.MinValue;
        IEnumerable<EcsAuditRecord> wanted = logs.SelectMany(AuditReader.Read).Where(r => r.Time >= since
            && servers.Fit(r.InstanceId, r.InstanceName)
            && accounts.Fit(r.Account)
            && (Kind.Length == 0 || Array.IndexOf(Kind, r.Kind) >= 0));
        WriteObject(Last is { } last ? wanted.OrderByDescending(r => r.Time).Take(last).Reverse() : wanted, enumerateCollection: true);
    }

    // A known head is of one of the logs; which, is not said.
    private void Check(IReadOnlyList<IAuditLog> logs)
    {
        string? log = KnownHead is null ? null : logs.FirstOrDefault(l => AuditReader.Read(l).Any(r => Same(r.Hash, KnownHead)))?.Location ?? logs[0].Location;
        foreach (IAuditLog each in logs)
        {
            EcsAuditCheck check = AuditReader.Check(each, each.Location == log ? KnownHead : null);
            WriteObject(check);
            if (!check.IsIntact)
            {
                WriteError(
                    new EcsException(EcsErrorId.AuditDamaged, $"The audit log in {check.Path} is not intact: {check.Problems[0]}")
                    {
                        RecommendedAction = "Compare it with a backup of the log, and find out who can write to the folder.",
                    },
                    check);
            }
        }
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
