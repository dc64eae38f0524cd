using System.Security;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Makes the system disk of a server that does not come up reachable: from a rescue image, or from another server.</summary>
[Cmdlet(VerbsLifecycle.Start, "EcsRescue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class StartEcsRescueCommand : EcsOperationCmdlet
{
    /// <summary>Creates the command.</summary>
    public StartEcsRescueCommand() => Timeout = (int)OperationOptions.UsualTimeout(OperationKind.RescueStart).TotalSeconds;

    /// <summary>The server that takes the system disk (Huawei Cloud, Open Telekom Cloud).</summary>
    [Parameter]
    [ValidateCount(1, 1)]
    [EcsInstanceIdentityTransformation]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public EcsInstanceIdentity[]? HelperInstance { get; set; }

    /// <summary>The image that is booted (OpenStack); the server's own without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string? ImageId { get; set; }

    /// <summary>The password of the rescue system (OpenStack).</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>Stops a running server first.</summary>
    [Parameter]
    public SwitchParameter StopFirst { get; set; }

    private protected override string Activity => "Starting rescues";

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = OperationKind.RescueStart,
        ImageId = ImageId,
        Login = new LoginOptions { Password = Password },
        StopFirst = StopFirst,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };

    private protected override async Task<IReadOnlyList<PlannedOperation>> PlanAsync(
        ConnectedAccount account, OperationOptions options, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        if (HelperInstance is [{ } helper])
        {
            options = options with { HelperInstanceId = (await FindHelperAsync(account, helper, cancellation).ConfigureAwait(false)).Id };
        }

        return await base.PlanAsync(account, options, instances, cancellation).ConfigureAwait(false);
    }

    private async Task<EcsInstance> FindHelperAsync(ConnectedAccount account, EcsInstanceIdentity helper, CancellationToken cancellation)
    {
        if (helper.Refusal is not null)
        {
            throw helper.Refusal;
        }

        // An object of another account is refused; a name is looked up where the server is.
        TargetAccounts.Find(Accounts, helper, account.Info.Name, region: null);
        TargetReadResult reading = await TargetReader.ReadAsync(account, [helper], wildcards: false, asSeen: true, cancellation).ConfigureAwait(false);
        return reading.Found.FirstOrDefault() ?? throw reading.Errors[0].Error;
    }
}
