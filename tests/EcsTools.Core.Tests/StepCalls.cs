using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests;

/// <summary>Calls of steps for one server, and of starts, stops and restarts, in short.</summary>
internal static class StepCalls
{
    public static Task<StepHandle> SendAsync(this ICloudStep step, StepTarget target, CancellationToken? cancellation = null) =>
        step.SendAsync([target], cancellation ?? TestContext.Current.CancellationToken)[0];

    public static Task<StepObservation> ObserveAsync(this ICloudStep step, StepTarget target, StepHandle? handle, TimeSpan age = default) =>
        step.ObserveAsync([new SentStep(target, handle) { Age = age }], TestContext.Current.CancellationToken)[0];

    public static OperationOptions Power(OperationKind kind, bool hard = false, bool stopCharging = false) =>
        new() { Kind = kind, Hard = hard, StopCharging = stopCharging };

    public static SentStep Watch(OperationOptions options, EcsInstance before, string? jobId = null, bool isPassive = false) =>
        new(new StepTarget(before, options), new StepHandle { JobId = jobId }) { IsPassive = isPassive };

    public static async Task<IReadOnlyList<PowerOutcome>> SendPowerAsync(this ICloud cloud, OperationOptions options, IReadOnlyList<EcsInstance> instances)
    {
        IReadOnlyList<Task<StepHandle>> answers = cloud.FindStep(OperationDefinition.Of(options.Kind).Main)!.SendAsync(
            [.. instances.Select(i => new StepTarget(i, options))], TestContext.Current.CancellationToken);
        return await Task.WhenAll(instances.Zip(answers, ReadAsync));

        static async Task<PowerOutcome> ReadAsync(EcsInstance instance, Task<StepHandle> answer)
        {
            try
            {
                return new PowerOutcome(instance.Id, null, (await answer).JobId);
            }
            catch (EcsException error)
            {
                return new PowerOutcome(instance.Id, error, null);
            }
        }
    }

    public static async Task<IReadOnlyList<StepObservation>> ObservePowerAsync(this ICloud cloud, params IReadOnlyList<SentStep> sent) =>
        await Task.WhenAll(cloud.FindStep(OperationDefinition.Of(sent[0].Target.Options.Kind).Main)!.ObserveAsync(sent, TestContext.Current.CancellationToken));
}
