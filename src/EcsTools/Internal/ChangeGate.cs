using EcsTools.Abstractions;
using EcsTools.Core.Approvals;
using EcsTools.Core.Policies;

namespace EcsTools.Internal;

/// <summary>
/// The one gate through which a command's changes pass. It reads the policy files of this machine and user once, when the first change is
/// about to be made. Until it has let one through, the command can send no change at all (<see cref="Core.Diagnostics.WriteGuard"/>).
/// </summary>
internal sealed class ChangeGate(EcsCmdlet cmdlet)
{
    private readonly HashSet<(string AccountKey, string Id, string Operation)> _recorded = [];
    private readonly Lazy<Policy> _policy = new(Read);

    /// <summary>True once a change was let through.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The policy that a change is held to. That it cannot be read is a refusal of the change like any other.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if a policy file cannot be read.</exception>
    public Policy PolicyFor(Change change)
    {
        try
        {
            return _policy.Value;
        }
        catch (EcsException unreadable)
        {
            Record(change, unreadable);
            throw;
        }
    }

    /// <summary>Refuses what a rule forbids, with an error. To be called before anything is asked, also under <c>-WhatIf</c>.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if a policy file cannot be read.</exception>
    public bool Permits(Change change)
    {
        if (Refusal(change) is { } refusal)
        {
            Record(change, refusal);
            cmdlet.WriteError(refusal, change.Instance);
            return false;
        }

        return true;
    }

    /// <summary>Asks where rules want a person to agree; no switch answers that. The last question before a change, which is let through then.</summary>
    public bool Agrees(Change change)
    {
        // Asked again, so that no path to a change needs only the second half.
        if (!Permits(change))
        {
            return false;
        }

        IEnumerable<PolicyRule> rules = Rules(change).Select(r => r.Rule).Where(r => r.Effect == PolicyEffect.Confirm).Distinct();
        bool isAgreed = rules.All(rule => cmdlet.Confirmation.AskForRule(rule, Question(rule, change)));
        IsOpen |= isAgreed;
        return isAgreed;
    }

    /// <summary>Finds the most severe rule that forbids a change.</summary>
    /// <returns>The refusal, or null.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if a policy file cannot be read.</exception>
    public EcsException? Refusal(Change change)
    {
        (string operation, PolicyRule? rule) = Rules(change).Where(r => !IsMet(r.Rule, r.Operation, change)).OrderByDescending(r => r.Rule.Effect).FirstOrDefault();
        return rule is null ? null : new EcsException(
            EcsErrorId.DeniedByPolicy, $"Skipped {change.Instance}: {operation} is denied by policy {rule.Source}{Describe(rule, change)}.")
        {
            InstanceId = change.Instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = rule.Effect switch
            {
                PolicyEffect.RequireBackup => "Specify -Backup Image, or -Backup Snapshot where it can be restored. A command without -Backup cannot meet this rule.",
                PolicyEffect.RequirePlan or PolicyEffect.RequireApproval when PolicyOperations.IsIrrevocable(operation) =>
                    $"{operation} has no plan that could be approved. Have the owner of the policy file restrict the rule to other operations.",
                PolicyEffect.RequirePlan => "Create a plan with -PlanOnly, and then run Invoke-EcsPlan.",
                PolicyEffect.RequireApproval => $"Create a plan with -PlanOnly, have it signed with Approve-EcsPlan by {(rule.Approvals == 1 ? "an approver" : $"{rule.Approvals} approvers")} of the policy, and then run Invoke-EcsPlan.",
                _ => "Contact the owner of the policy file. No parameter overrides it.",
            },
        };
    }

    private void Record(Change change, EcsException refusal)
    {
        if (_recorded.Add((change.Instance.AccountKey, change.Instance.Id, change.Operations[0])))
        {
            cmdlet.Audit.Refuse(change, refusal);
        }
    }

    private static Policy Read()
    {
        Policy policy = Policy.Read();
        PlanApprovals.Check(policy);
        return policy;
    }

    private static bool IsMet(PolicyRule rule, string operation, Change change) => rule.Effect switch
    {
        PolicyEffect.Confirm => true,
        PolicyEffect.RequireBackup => !PolicyOperations.IsPlanned(operation) || change.IsBackedUp,
        PolicyEffect.RequirePlan or PolicyEffect.RequireApproval when PolicyOperations.IsIrrevocable(operation) => false,
        PolicyEffect.RequirePlan => !PolicyOperations.IsPlanned(operation) || change.WasPlanned,
        PolicyEffect.RequireApproval => !PolicyOperations.IsPlanned(operation) || change.Approvals >= rule.Approvals,
        _ => false,
    };

    private static string Describe(PolicyRule rule, Change change) =>
        (rule.Effect == PolicyEffect.RequireApproval && change.WasPlanned ? $" without {rule.Approvals} approvals that count; the plan has {change.Approvals}" : "")
        + (rule.Reason is null ? "" : $": {rule.Reason}");

    private static string Question(PolicyRule rule, Change change) =>
        $"Policy {rule.Source} requires a person to approve {string.Join(", ", change.Operations)} of {change.Instance}{(rule.Reason is null ? "" : $": {rule.Reason}")}.\nApprove it?";

    private IEnumerable<(string Operation, PolicyRule Rule)> Rules(Change change) =>
        change.Operations.SelectMany(o => PolicyFor(change).For(o, change.Instance).Select(r => (o, r)));
}
