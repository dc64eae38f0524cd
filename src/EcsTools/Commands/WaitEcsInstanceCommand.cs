using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
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

    private protected override bool Allows(EcsInstance instance) => true;

    private protected override Task WorkAsync(
        OpenAccount account, IReadOnlyList<EcsInstance> instances, Action<PowerResult> onResult, CancellationToken cancellation) =>
        PowerRunner.WaitAsync(
            account,
            For == EcsInstanceStatus.Running ? PowerAction.Start : PowerAction.Stop,
            instances,
            TimeSpan.FromSeconds(Timeout),
            onResult,
            cancellation);
}
