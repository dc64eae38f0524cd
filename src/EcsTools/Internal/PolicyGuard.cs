using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Core.Policies;
using EcsTools.Model;

namespace EcsTools.Internal;

/// <summary>Holds one command to the policy files of this machine and user, read once, when the first change is about to be made.</summary>
internal sealed class PolicyGuard
{
    private readonly Lazy<Policy> _policy = new(Policy.Read);

    /// <summary>Refuses what a rule forbids.</summary>
    /// <param name="operation">The kind of operation or action.</param>
    /// <param name="instance">The server.</param>
    /// <param name="met">The effects whose demand this command meets: a backup, an approved plan.</param>
    /// <returns>The refusal, or null.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if a policy file cannot be read.</exception>
    public EcsException? Refusal(string operation, EcsInstance instance, params PolicyEffect[] met)
    {
        PolicyRule? rule = Rules(operation, instance).FirstOrDefault(r => r.Effect != PolicyEffect.Confirm && !met.Contains(r.Effect));
        return rule is null ? null : new EcsException(
            EcsErrorId.DeniedByPolicy, $"{operation} of {instance} is refused by a rule in {rule.Source}{(rule.Reason is null ? "" : $": {rule.Reason}")}.")
        {
            InstanceId = instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = rule.Effect switch
            {
                PolicyEffect.RequireBackup => "Give -Backup Image, or -Backup Snapshot where it can be rolled back. A command without -Backup cannot meet this rule.",
                PolicyEffect.RequirePlan => "Make a plan with -PlanOnly, have it approved, and run it with Invoke-EcsPlan.",
                _ => "Ask the owner of the policy file. No switch of this command helps.",
            },
        };
    }

    /// <summary>Tells whether a rule wants a person to agree, whatever the switches say.</summary>
    /// <param name="operation">The kind of operation or action.</param>
    /// <param name="instance">The server.</param>
    /// <returns>The rule and the question to ask, or null.</returns>
    public (PolicyRule Rule, string Question)? Question(string operation, EcsInstance instance) =>
        Rules(operation, instance).FirstOrDefault(r => r.Effect == PolicyEffect.Confirm) is { } rule
            ? (rule, $"Policy {rule.Source} requires a person to approve {operation} of {instance}{(rule.Reason is null ? "" : $": {rule.Reason}")}.\nApprove it?")
            : null;

    private IReadOnlyList<PolicyRule> Rules(string operation, EcsInstance instance) => _policy.Value.For(operation, instance);
}
