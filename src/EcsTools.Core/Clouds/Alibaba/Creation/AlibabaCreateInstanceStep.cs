using EcsTools.Core.Contracts;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Creates a server with RunInstances (docs/contracts/alibaba-ecs-lifecycle.md 9): one call for each, with a token and a tag of its own, so
/// that every answer is that of one server. Success is a promise only: the server may appear late, or be deleted again.</summary>
internal sealed class AlibabaCreateInstanceStep(AlibabaApi api, ICloud cloud, AlibabaInstancesClient instances, IPriceReader prices, Func<string, CancellationToken, Task<bool>> hasKeyPair) : ICloudStep
{
    private const string Action = "RunInstances";
    private const string DryRunPassed = "DryRunOperation";
    private readonly AlibabaMutationClient _writer = new(api);
    private readonly NewServerPreflight _preflight = new(cloud, prices, AlibabaNewServer.Rules, hasKeyPair);

    public StepKind Kind => StepKind.CreateInstance;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        IReadOnlyList<NewServerContext> contexts = await _preflight.ReadAsync(targets, cancellation).ConfigureAwait(false);
        EcsRequirement?[] dryRuns = await NewServerDryRun.CheckAsync(contexts, (context, count) => DryRunAsync(context, count, cancellation)).ConfigureAwait(false);
        return await _preflight.PreviewAsync(contexts, dryRuns, cancellation).ConfigureAwait(false);
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation)
    {
        string[] ids = [.. sent.Select(s => s.Receive(StepFactKeys.InstanceId)).OfType<string>()];
        return sent.WithAsync(instances.FindAsync(ids, cancellation), (s, found) => LookAsync(s, found, cancellation), cancellation);
    }

    // A dry run that passes ends in a refusal of its own.
    private async Task DryRunAsync(NewServerContext context, int count, CancellationToken cancellation)
    {
        AlibabaParameters parameters = AlibabaNewServer.Describe(context.AsSent).Add("Amount", count).Add("DryRun", true);
        try
        {
            await api.CallAsync(Action, parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.CloudCode == DryRunPassed)
        {
        }
    }

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        AlibabaParameters parameters = AlibabaNewServer.Describe(target).Add("Amount", 1);
        JObject answer = await _writer.SendWithTokenAsync(Action, parameters, target, () => Task.FromResult(false), cancellation).ConfigureAwait(false);
        StepHandle order = AlibabaOrders.ReadHandle(answer);
        return ReadIds(answer) is not [var id, ..] ? order : order with
        {
            Facts = order.Facts.Concat(new[] { new KeyValuePair<string, string>(StepFactKeys.InstanceId, id) }).ToDictionary(f => f.Key, f => f.Value),
        };
    }

    // An example packs all ids as one JSON text into the list (docs/contracts/alibaba-ecs-lifecycle.md 9.1).
    private static IReadOnlyList<string> ReadIds(JObject answer) =>
    [
        .. answer.Object("InstanceIdSets").Texts("InstanceIdSet").SelectMany(
            t => t.StartsWith("[", StringComparison.Ordinal) ? t.Trim('[', ']').Split(',').Select(i => i.Trim().Trim('"')) : [t]),
    ];

    private async Task<StepObservation> LookAsync(SentStep sent, IReadOnlyList<EcsInstance> found, CancellationToken cancellation)
    {
        string? id = sent.Receive(StepFactKeys.InstanceId);
        EcsInstance? now = id is null ? await FindByTagAsync(sent.Target, cancellation).ConfigureAwait(false) : found.FirstOrDefault(i => i.Id == id);
        bool isUnpaid = now is null && sent.Receive(StepFactKeys.OrderId) is not null && !sent.Target.Options.AutoPay;
        return now is not null ? NewServerLookup.Judge(sent, now)
            : isUnpaid ? AlibabaOrders.Await(sent, sent.Target.Instance, "Waiting for the payment of the order")
            : NewServerLookup.JudgeAbsent(sent);
    }

    private async Task<EcsInstance?> FindByTagAsync(StepTarget target, CancellationToken cancellation)
    {
        InstanceQuery query = new() { Tags = new Dictionary<string, string?> { [BackupNaming.OperationTag] = target.OperationId } };
        return (await instances.ListAsync(query, null, null, cancellation).ConfigureAwait(false)).Items.FirstOrDefault();
    }
}
