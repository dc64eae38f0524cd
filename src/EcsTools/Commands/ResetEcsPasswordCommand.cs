using System.Security;

using EcsTools.Abstractions;
using EcsTools.Completion;
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
    private const string ByCredential = "Credential";
    private const string ByGeneration = "Generate";
    private readonly SshParameters _ssh = new();
    private SshLogin _login = new();

    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet + ByCredential)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet + ByGeneration)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [EcsInstanceIdentityTransformation]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public override EcsInstanceIdentity[]? InputObject { get; set; }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet + ByCredential)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet + ByGeneration)]
    [Alias("InstanceId")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(InstanceIdCompleter))]
    public override string[]? Id { get; set; }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, ParameterSetName = NameSet + ByCredential)]
    [Parameter(Mandatory = true, ParameterSetName = NameSet + ByGeneration)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    public override string[]? Name { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = InputObjectSet + ByCredential)]
    [Parameter(ParameterSetName = InputObjectSet + ByGeneration)]
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = NameSet + ByCredential)]
    [Parameter(ParameterSetName = NameSet + ByGeneration)]
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = IdSet + ByCredential, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = IdSet + ByGeneration, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public override string? Account { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = IdSet + ByCredential, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = IdSet + ByGeneration, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public override string? Region { get; set; }

    /// <summary>The way to set it.</summary>
    [Parameter]
    public PasswordMethod Method { get; set; } = PasswordMethod.Auto;

    /// <summary>Whose password it is; root on Linux and Administrator on Windows without it.</summary>
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputObjectSet + ByGeneration)]
    [Parameter(ParameterSetName = IdSet + ByGeneration)]
    [Parameter(ParameterSetName = NameSet + ByGeneration)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The new password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet)]
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>User and new password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet + ByCredential)]
    [Parameter(Mandatory = true, ParameterSetName = IdSet + ByCredential)]
    [Parameter(Mandatory = true, ParameterSetName = NameSet + ByCredential)]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Makes a random password for each server.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet + ByGeneration)]
    [Parameter(Mandatory = true, ParameterSetName = IdSet + ByGeneration)]
    [Parameter(Mandatory = true, ParameterSetName = NameSet + ByGeneration)]
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
        if (Password is null && Credential is null && !Generate)
        {
            Fail(InputErrors.Create("A new password is required.", "Specify exactly one of -Password, -Credential, or -Generate."));
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
            : throw InputErrors.Create("-HostName cannot be combined with several servers.", "Omit -HostName, or specify one server.");

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
}
