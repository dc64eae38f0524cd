using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Operations;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Waits until servers run or are stopped. Sends nothing that changes anything.</summary>
[Cmdlet(VerbsLifecycle.Wait, "EcsInstance", DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(EcsInstance))]
public sealed class WaitEcsInstanceCommand : EcsPowerCmdlet
{
    /// <summary>The state to wait for: Running (the default) or Stopped.</summary>
    [Parameter]
    [ValidateSet(nameof(EcsInstanceStatus.Running), nameof(EcsInstanceStatus.Stopped))]
    public EcsInstanceStatus For { get; set; } = EcsInstanceStatus.Running;

    private protected override string Activity => $"Waiting for servers to be {For}";

    private protected override bool IsDone(EcsInstance instance) => instance.Status == For;

    private protected override bool Approves(EcsInstance instance) => true;

    private protected override PowerBatchRunner CreateRun(Action<PowerResult> onResult) => new(
        new OperationOptions { Kind = For == EcsInstanceStatus.Running ? OperationKind.Start : OperationKind.Stop }, TimeSpan.FromSeconds(Timeout), throttleLimit: 1, onResult)
    {
        Ongoing = Ongoing,
    };

    private protected override Task BeginWorkAsync(
        PowerBatchRunner run, ConnectedAccount account, IReadOnlyList<EcsInstance> instances, CancellationToken cancellation)
    {
        run.Watch(account, instances, cancellation);
        return Task.CompletedTask;
    }
}
