using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Creates a server (docs/contracts/huawei-ecs-lifecycle.md 9.1): one call for each, whose job tells how it ends. The answer names the server
/// before there is one.</summary>
internal sealed class HuaweiCreateInstanceStep(HuaweiClientSet families, HuaweiStepObserver witness, ICloud cloud) : ICloudStep
{
    private const string Activity = "Creating the server";
    private readonly NewServerPreflight _preflight = new(
        cloud, families.Prices, HuaweiNewServer.RulesOf(families.Variant), async (name, token) => await families.KeyPairs.FindAsync(name, token).ConfigureAwait(false) is not null);

    public StepKind Kind => StepKind.CreateInstance;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        IReadOnlyList<NewServerContext> contexts = await _preflight.ReadAsync(targets, cancellation).ConfigureAwait(false);
        EcsRequirement?[] dryRuns = await NewServerDryRun.CheckAsync(
            contexts, async (context, _) => await families.Servers.CheckCreationAsync(await DescribeAsync(context.AsSent, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return await _preflight.PreviewAsync(contexts, dryRuns, cancellation).ConfigureAwait(false);
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => targets.EachAsync(
        async target => await families.Servers.CreateAsync(
            await DescribeAsync(target, cancellation).ConfigureAwait(false), families.Variant.HasClientTokens ? target.Token : null, cancellation).ConfigureAwait(false),
        cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => s.Handle is null ? NewServerLookup.ObserveAsync(cloud, s, cancellation) : LookAsync(s, cancellation), cancellation);

    // The owner of a key pair has to be named with it.
    private async Task<(bool IsOrder, JObject Server)> DescribeAsync(StepTarget target, CancellationToken cancellation)
    {
        KeyPair? pair = target.Options.Login.KeyPairName is { } name ? await families.KeyPairs.FindAsync(name, cancellation).ConfigureAwait(false) : null;
        return HuaweiNewServer.Describe(target, families.Variant, pair?.UserId);
    }

    private async Task<StepObservation> LookAsync(SentStep sent, CancellationToken cancellation)
    {
        HuaweiJob? job = await witness.FindJobAsync(sent, ApiService.Compute, cancellation).ConfigureAwait(false);
        string? id = sent.Receive(StepFactKeys.InstanceId) ?? job?.Parts.Select(p => p.ServerId).FirstOrDefault(p => p is not null) ?? job?.ServerId;
        Dictionary<string, string> facts = id is null ? [] : new() { [StepFactKeys.InstanceId] = id };
        if (job is not null && HuaweiStepObserver.JudgeOpenJob(sent, job, Activity) is { } open)
        {
            return open with { Facts = facts };
        }

        if (job is { HasFailed: true })
        {
            return StepObservation.Failed(null, HuaweiStepObserver.ErrorOf(sent.Target, job, "The creation"));
        }

        // If the provider no longer knows the job, the server tells; 404 alone does not say that it failed.
        EcsInstance? now = id is null ? null : await families.Servers.FindAsync(id, cancellation).ConfigureAwait(false);
        return now is null ? HuaweiStepObserver.PendingUntilQuiet(sent, null, Activity) : NewServerLookup.Judge(sent, now);
    }
}
