using System.Security;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Approvals;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>
/// Runs plans that were made with -PlanOnly, also by another process and after Export-Clixml or ConvertTo-Json. A plan is refused when
/// anything that its fingerprint covers has changed since. What is waived stands in the plan: nothing more can be waived here.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "EcsPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcsOperation))]
public sealed class InvokeEcsPlanCommand : EcsCmdlet
{
    private readonly OperationQueue _queue;
    private readonly Dictionary<ConnectedAccount, List<EcsPlan>> _plans = [];
    private readonly Dictionary<(string AccountKey, string Id), string> _seen = [];
    private readonly Dictionary<string, EcsPlan> _approved = new(StringComparer.Ordinal);
    private readonly Dictionary<PlannedOperation, PlanUse> _uses = [];

    private UserData? _userData;

    /// <summary>Makes the command.</summary>
    public InvokeEcsPlanCommand() => _queue = new OperationQueue(this, WriteResult)
    {
        Describe = Describe,
        RefusesDoubt = true, // what is waived was approved with the plan
    };

    /// <summary>The plans.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [EcsPlanTransformation]
    public EcsPlan[]? InputObject { get; set; }

    /// <summary>The password, for plans that set one: a plan never holds it.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>The user data, for plans that give some to the fresh system: a plan holds only its digest, and it must be the same.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserData { get; set; }

    /// <summary>The file with the user data, in place of its text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserDataFile { get; set; }

    /// <summary>The same as <c>-Confirm:$false</c>. It waives no requirement and answers no question of a policy.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many servers are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary>After so many failures nothing more is begun.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int FailureLimit { get; set; } = 1;

    /// <summary>How many seconds to wait for one server's operation; without it what the kind of operation usually takes.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? Timeout { get; set; }

    /// <summary>How many seconds to wait for a backup alone.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? BackupTimeout { get; set; }

    /// <summary>Ends when the cloud has accepted the last change.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The folder of the journal, where the usual one does not outlive this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    internal override bool IsForced => Force;

    private protected override void Begin()
    {
        CheckJournalPath(JournalPath);
        _userData = ReadUserData(UserData, UserDataFile);
    }

    private protected override void Process()
    {
        foreach (EcsPlan plan in InputObject ?? [new EcsPlan()])
        {
            WorkOn(plan, () =>
            {
                RefuseIncomplete(plan);
                PlanSeal.CheckLife(plan, DateTimeOffset.UtcNow);
                Collect(plan, FindAccount(plan));
            });
        }
    }

    private protected override void End()
    {
        RefuseUnused(Password is not null, nameof(Password), "Password", "NewPassword");
        RefuseUnused(_userData is not null, UserData is null ? nameof(UserDataFile) : nameof(UserData), "UserData");
        PlanExecutionOptions settings = new()
        {
            Timeout = Seconds(Timeout),
            BackupTimeout = Seconds(BackupTimeout),
            NoWait = NoWait,
            Password = Password,
            UserData = _userData,
        };
        _queue.JournalPath = JournalPath;
        foreach (KeyValuePair<ConnectedAccount, List<EcsPlan>> account in _plans)
        {
            try
            {
                Consider(Run(token => PlanValidator.RenewAsync(account.Key, account.Value, settings, token)));
            }
            catch (EcsException error) when (!EndsCommand(error))
            {
                // One account that cannot be read is no reason to leave the servers of the others alone.
                account.Value.ForEach(plan => WriteError(error, plan.Instance));
            }
        }

        _queue.Run("Running plans", new Rollout { ThrottleLimit = ThrottleLimit, FailureLimit = FailureLimit });
    }

    // What is given to no plan at all would be believed to be in force afterwards.
    private void RefuseUnused(bool isGiven, string parameter, params string[] options)
    {
        EcsPlan[] plans = [.. _plans.Values.SelectMany(p => p)];
        if (isGiven && plans.Length > 0 && !Array.Exists(plans, p => options.Any(p.Options.ContainsKey)))
        {
            Fail(InputErrors.Create($"-{parameter} would be ignored: none of the plans uses it.", $"Omit -{parameter}, or create plans that use it."));
        }
    }

    private static TimeSpan? Seconds(int? number) => number is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static void RefuseIncomplete(EcsPlan plan)
    {
        if (new[] { plan.PlanId, plan.Fingerprint, plan.Instance.Id, plan.Instance.AccountKey }.Any(t => t.Length == 0))
        {
            throw InputErrors.Create(
                "The input is not a complete plan.",
                "Create plans with -PlanOnly, and save them with Export-Clixml or ConvertTo-Json -Depth 4.");
        }

        if (plan.Kind == OperationKind.Unknown)
        {
            throw InputErrors.Create(
                $"The plan of {plan.Instance} contains no operation that this version of EcsTools supports.",
                "Run the plan with the version that created it, or create a new plan with -PlanOnly.",
                plan.Instance.Id);
        }
    }

    // The account's name is what a person has chosen; what it must be is cloud, project and region of the plan.
    private ConnectedAccount FindAccount(EcsPlan plan)
    {
        EcsInstance instance = plan.Instance;
        ConnectedAccount account = Accounts.Get(instance.Account.Length == 0 ? null : instance.Account);
        return new AccountOrigin(instance.AccountKey, instance.AccountIdentity, instance.Account, plan.ToString()).Allows(account, Accounts.All) ? account : throw new EcsException(
            EcsErrorId.AccountMismatch, $"{plan} was created for {instance.AccountKey}, {instance.AccountIdentity}, but account '{account.Info.Name}' is connected to {account.Info.AccountKey}, {account.IdentityKey}.")
        {
            InstanceId = instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = $"Run Connect-EcsAccount -Name {instance.Account} for the account of the plan.",
        };
    }

    // The same plan twice is run once; two plans for one server cannot both be what was approved.
    private void Collect(EcsPlan plan, ConnectedAccount account)
    {
        (string AccountKey, string Id) server = (plan.Instance.AccountKey, plan.Instance.Id);
        if (_seen.TryGetValue(server, out string? fingerprint))
        {
            if (fingerprint != plan.Fingerprint)
            {
                throw InputErrors.Create(
                    $"There is another plan for {plan.Instance} before this one ({OperationNames.Of(plan.Kind)}).",
                    "Run them one after another, and create each one after the previous one has ended.",
                    plan.Instance.Id);
            }

            return;
        }

        _seen.Add(server, plan.Fingerprint);
        if (!_plans.TryGetValue(account, out List<EcsPlan>? plans))
        {
            _plans.Add(account, plans = []);
        }

        plans.Add(plan);
        _approved[plan.PlanId] = plan;
    }

    private Change Describe(Change change, PlannedOperation planned) => change with
    {
        WasPlanned = true,
        Approvals = PlanApprovals.FindApprovers(_approved[planned.Plan.PlanId], Gate.PolicyFor(change), DateTimeOffset.UtcNow, Environment.UserName).Count,
    };

    // The usual journal too, so that another -JournalPath does not make a plan new.
    private void Arrange(PlannedOperation operation) => _uses[operation] = new PlanUse(
        operation, JournalPath is null ? [OpenJournal(null)] : [OpenJournal(null), OpenJournal(JournalPath)]);

    private void WriteResult(PlannedOperation planned, OperationResult result)
    {
        if (_uses.TryGetValue(planned, out PlanUse? use))
        {
            use.End(result.Operation);
        }

        WriteObject(result.Operation);
    }

    private void Consider(IReadOnlyList<PlanRevalidationResult> renewals)
    {
        foreach (PlanRevalidationResult renewal in renewals)
        {
            WorkOn(renewal.Approved.Instance, () =>
            {
                PlannedOperation operation = renewal.Operation ?? throw renewal.Error!;
                PlanSeal.CheckWhole(renewal.Approved);
                if (_queue.Consider(operation))
                {
                    Arrange(operation);
                }
            });
        }
    }
}
