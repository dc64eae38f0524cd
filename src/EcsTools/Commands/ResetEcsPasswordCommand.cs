using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Guests;
using EcsTools.Core.Operations;
using EcsTools.Model;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Sets passwords of servers: through the cloud's API, by its agent, or over SSH.</summary>
[Cmdlet(VerbsCommon.Reset, "EcsPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(EcsLogin), typeof(EcsPlan))]
public sealed class ResetEcsPasswordCommand : EcsOperationCmdlet, IDynamicParameters
{
    private static readonly TimeSpan RestartTimeout = TimeSpan.FromMinutes(10);
    private readonly SshParameters _ssh = new();
    private readonly Dictionary<(string AccountKey, string Id), (OpenAccount Account, SecureString Password)> _passwords = [];
    private readonly List<(OpenAccount Account, EcsInstance Instance, OperationResult Result)> _restarts = [];
    private SecureString? _password;
    private SshLogin? _login;

    /// <summary>The way to do it; the best one that is open by default.</summary>
    [Parameter]
    public PasswordMethod Method { get; set; }

    /// <summary>The new password.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>The user and the new password.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Makes a random password for each server.</summary>
    [Parameter]
    public SwitchParameter Generate { get; set; }

    /// <summary>Whose password; root on Linux and Administrator on Windows by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>Restarts running servers on which the password would hold only after that.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    private protected override string Activity => "Setting passwords";

    /// <inheritdoc/>
    public object GetDynamicParameters() => _ssh;

    private protected override void Begin()
    {
        if ((Password is null ? 0 : 1) + (Credential is null ? 0 : 1) + (Generate ? 1 : 0) != 1)
        {
            Fail(new EcsException(EcsErrorId.InvalidInput, "It must be said in one way what the new password is.")
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Give one of -Generate, -Password and -Credential.",
            });
        }

        try
        {
            _login = _ssh.ToLogin(GetUnresolvedProviderPathFromPSPath);
        }
        catch (EcsException error)
        {
            Fail(error);
        }
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.PasswordReset,
        PasswordMethod = Method,
        NewPassword = _password,
        GuestUserName = UserName ?? Credential?.UserName,
        Guest = _login,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };

    private protected override IReadOnlyList<PlannedOperation> Plan(OpenAccount account, IReadOnlyList<EcsInstance> instances)
    {
        if (!Generate)
        {
            _password = Password ?? Credential!.Password;
            return Remember(account, base.Plan(account, instances));
        }

        List<PlannedOperation> plans = [];
        foreach (EcsInstance instance in instances)
        {
            _password = PasswordGenerator.Generate(instance.Cloud, instance.OsType);
            plans.AddRange(Remember(account, base.Plan(account, [instance])));
        }

        return plans;
    }

    private protected override void Write(OperationResult result)
    {
        // A lost answer may have set it all the same: a password that is nowhere written down would lock its owner out.
        EcsOperation operation = result.Operation;
        if (operation.State is not (EcsOperationState.Succeeded or EcsOperationState.Running or EcsOperationState.Unknown))
        {
            return;
        }

        (OpenAccount account, _) = _passwords[(operation.AccountKey, operation.InstanceId)];
        bool restarts = Restart && operation.Succeeded && PasswordFacts.EffectOf(result.Facts) == EcsLoginEffect.AfterRestart
            && operation.Instance is { Status: EcsInstanceStatus.Running };
        if (restarts)
        {
            _restarts.Add((account, operation.Instance!, result));
            return;
        }

        WriteLogin(result, PasswordFacts.EffectOf(result.Facts));
    }

    private protected override void Complete()
    {
        foreach (IGrouping<OpenAccount, (OpenAccount, EcsInstance Instance, OperationResult Result)> group in _restarts.GroupBy(r => r.Account))
        {
            Dictionary<string, OperationResult> results = group.ToDictionary(r => r.Instance.Id, r => r.Result);
            EcsInstance[] instances = [.. group.Select(r => r.Instance)];
            int size = PowerRunner.BatchSize(group.Key);
            for (int start = 0; start < instances.Length; start += size)
            {
                EcsInstance[] batch = [.. instances.Skip(start).Take(size)];
                Run(token => PowerRunner.RunAsync(
                    group.Key,
                    new PowerRequest(PowerAction.Restart),
                    batch,
                    NoWait ? null : RestartTimeout,
                    power => Post(() => FinishRestart(results[power.Before.Id], power)),
                    token));
            }
        }
    }

    private IReadOnlyList<PlannedOperation> Remember(OpenAccount account, IReadOnlyList<PlannedOperation> plans)
    {
        foreach (PlannedOperation planned in plans)
        {
            _passwords[(planned.Plan.Instance.AccountKey, planned.Plan.Instance.Id)] = (account, _password!);
        }

        return plans;
    }

    private void FinishRestart(OperationResult result, PowerResult power)
    {
        WriteLogin(result, power.Error is null && !NoWait ? EcsLoginEffect.Unverified : EcsLoginEffect.AfterRestart);
        if (power.Error is not null)
        {
            WriteError(power.Error, power.Before);
        }
    }

    private void WriteLogin(OperationResult result, EcsLoginEffect effect)
    {
        EcsOperation operation = result.Operation;
        bool isUnknown = operation.State == EcsOperationState.Unknown;
        bool isWindows = operation.Instance?.OsType == EcsOsType.Windows;
        string user = UserName ?? Credential?.UserName ?? (isWindows ? GuestUser.Administrator : GuestUser.Root);
        WriteObject(new EcsLogin
        {
            InstanceId = operation.InstanceId,
            InstanceName = operation.InstanceName,
            Account = operation.Account,
            Region = operation.Region,
            Address = operation.Instance?.PublicIp ?? operation.Instance?.PrivateIp,
            Credential = new PSCredential(user, _passwords[(operation.AccountKey, operation.InstanceId)].Password),
            Method = PasswordFacts.MethodOf(result.Facts).ToString(),
            Effective = isUnknown ? EcsLoginEffect.Unverified : effect,
        });
    }
}
