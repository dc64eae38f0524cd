using System.Security;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Gives servers new passwords: through the cloud's API, by its agent, or in the guest over SSH.</summary>
[Cmdlet(VerbsCommon.Reset, "EcsPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(EcsLogin), typeof(EcsPlan))]
public sealed class ResetEcsPasswordCommand : EcsOperationCmdlet, IDynamicParameters
{
    private readonly SshParameters _ssh = new();
    private SshLogin _login = new();

    /// <summary>The way to set it.</summary>
    [Parameter]
    public PasswordMethod Method { get; set; } = PasswordMethod.Auto;

    /// <summary>Whose password it is; root on Linux and Administrator on Windows without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The new password.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>User and new password.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Makes a random password for each server.</summary>
    [Parameter]
    public SwitchParameter Generate { get; set; }

    /// <summary>Restarts a running server through the cloud, where the password holds from then on only.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <inheritdoc/>
    public object GetDynamicParameters() => _ssh;

    private protected override string Activity => "Resetting passwords";

    private protected override void Begin()
    {
        base.Begin();
        if (new[] { Password is not null, Credential is not null, Generate.IsPresent }.Count(given => given) != 1)
        {
            Refuse("It must be said which password is set, in one way.", "Give one of -Password, -Credential and -Generate.");
        }

        if (Credential is not null && UserName is not null)
        {
            Refuse("The user is named twice.", "Give -Credential, or -UserName and -Password.");
        }

        try
        {
            _login = _ssh.ToLogin(ResolvePath);
            SshParameters.RefuseUnused(MyInvocation.BoundParameters.Keys, Method == PasswordMethod.Ssh || (Method == PasswordMethod.Auto && _login.HasSecret));
        }
        catch (EcsException error)
        {
            Fail(error);
        }
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.PasswordReset,
        Method = Method,
        UserName = Credential?.UserName ?? UserName,
        NewPassword = Credential?.Password ?? Password,
        Restart = Restart,
        Ssh = _login,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };

    private protected override Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
        _login.HostName is null || instances.Count == 1
            ? PasswordPlanner.PlanAsync(account, options, instances, cancellation)
            : throw InputErrors.Create("Several servers cannot be reached at one address.", "Leave out -HostName, or give one server.");

    // A password that may have been set is written even if the operation failed after that: nobody else knows it.
    private protected override void WriteResult(PlannedOperation planned, OperationResult result)
    {
        if (result.LoginEffect is not { } effect)
        {
            return;
        }

        EcsInstance instance = planned.Plan.Instance;
        WriteObject(new EcsLogin
        {
            InstanceId = instance.Id,
            InstanceName = instance.Name,
            Account = instance.Account,
            AccountKey = instance.AccountKey,
            AccountIdentity = instance.AccountIdentity,
            Region = instance.Region,
            UserName = planned.UserName,
            Password = planned.Options.NewPassword!,
            Method = planned.Options.Method.ToString(),
            Effective = effect,
        });
    }

    private void Refuse(string why, string action) => Fail(InputErrors.Create(why, action));
}
