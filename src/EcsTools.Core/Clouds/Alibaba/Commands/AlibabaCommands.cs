using System.Text;

using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Runs commands through Cloud Assistant (docs/contracts/alibaba-ecs.md 3.20 to 3.22).</summary>
internal sealed class AlibabaCommands
{
    // The quota of older accounts; the service has no larger one for all.
    private const int ServersPerCall = 50;

    // Undelivered commands are given up after about a minute; the rest is for clocks and queues.
    private static readonly TimeSpan Delivery = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private readonly AlibabaApi _api;
    private readonly AlibabaAgents _agents;

    public AlibabaCommands(AlibabaApi api, AlibabaAgents agents)
    {
        _api = api;
        _agents = agents;
    }

    /// <summary>Runs a command; see <see cref="IAgentCommands.RunAsync"/>.</summary>
    /// <param name="onResult">Called for each server as it ends.</param>
    public async Task RunAsync(
        IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, EcsException> unfit = await _agents.FindUnfitAsync(instances, command, cancellation).ConfigureAwait(false);
        foreach (EcsInstance instance in instances.Where(i => unfit.ContainsKey(i.Id)))
        {
            onResult(Refused(instance, unfit[instance.Id]));
        }

        await Task.WhenAll(instances.Where(i => !unfit.ContainsKey(i.Id))
            .GroupBy(i => command.KindFor(i.OsType))
            .SelectMany(g => g.InBatches(ServersPerCall).Select(batch => RunBatchAsync(batch, g.Key, command, onResult, cancellation)))).ConfigureAwait(false);
    }

    // One server that does not qualify refuses the call for all: then each is asked for on its own.
    private async Task RunBatchAsync(
        EcsInstance[] batch, EcsCommandType kind, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation)
    {
        string id;
        try
        {
            id = await SendAsync(batch, kind, command, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (batch.Length > 1 && error.WasNotCarriedOut
            && error.ErrorId is EcsErrorId.IncorrectState or EcsErrorId.InstanceNotFound or EcsErrorId.InvalidInput)
        {
            foreach (EcsInstance instance in batch)
            {
                await RunBatchAsync([instance], kind, command, onResult, cancellation).ConfigureAwait(false);
            }

            return;
        }
        catch (EcsException error)
        {
            foreach (EcsInstance instance in batch)
            {
                onResult(Refused(instance, error));
            }

            return;
        }

        try
        {
            await WaitAsync(id, batch, command.Timeout + Delivery, onResult, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(id).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<string> SendAsync(EcsInstance[] batch, EcsCommandType kind, GuestCommand command, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters()
            .Add("Type", kind switch { EcsCommandType.Bat => "RunBatScript", EcsCommandType.PowerShell => "RunPowerShellScript", _ => "RunShellScript" })
            .Add("CommandContent", Convert.ToBase64String(Encoding.UTF8.GetBytes(command.Content)))
            .Add("ContentEncoding", "Base64")
            .AddList("InstanceId", batch.Select(i => i.Id))
            .Add("Username", command.UserName)
            .Add("WorkingDir", command.WorkingDirectory)
            .Add("Timeout", (int)command.Timeout.TotalSeconds)
            .Add("EnableParameter", command.Parameters.Count > 0 ? true : null)
            .AddJson("Parameters", command.Parameters.Count > 0 ? command.Parameters : null)
            .Add("ClientToken", Guid.NewGuid().ToString("N"));
        string? instanceId = batch.Length == 1 ? batch[0].Id : null;
        JObject answer = await _api.CallAsync("RunCommand", parameters, RequestIdempotency.Idempotent, instanceId, cancellation).ConfigureAwait(false);
        return answer.Text("InvokeId") ?? throw new EcsException(EcsErrorId.OutcomeUnknown, "The provider accepted the command, but returned no ID for its result.")
        {
            RequestId = answer.Text("RequestId"),
            RecommendedAction = "Check the provider's console before you run the command again.",
        };
    }

    private async Task WaitAsync(
        string id, EcsInstance[] batch, TimeSpan limit, Action<EcsCommandResult> onResult, CancellationToken cancellation)
    {
        TimeProvider time = _api.Connection.Time;
        long begun = time.GetTimestamp();
        TimeSpan interval = ShortestPoll;
        EcsException? unread = null;
        Dictionary<string, EcsInstance> open = batch.ToDictionary(i => i.Id, StringComparer.Ordinal);
        while (open.Count > 0)
        {
            await time.Delay(interval, cancellation).ConfigureAwait(false);
            interval = TimeSpan.FromTicks(Math.Min((long)(interval.Ticks * 1.5), LongestPoll.Ticks));
            IReadOnlyList<AlibabaInvocationResult> rows;
            try
            {
                rows = await TryReadAsync(id, cancellation).ConfigureAwait(false);
            }
            catch (EcsException error)
            {
                unread = error;
                break;
            }

            foreach (AlibabaInvocationResult row in rows)
            {
                if (row.IsFinal && open.TryGetValue(row.InstanceId, out EcsInstance? instance))
                {
                    open.Remove(row.InstanceId);
                    onResult(row.ToResult(instance));
                }
            }

            if (time.GetElapsedTime(begun) >= limit)
            {
                break;
            }
        }

        // A row can be missing for good, and then it is never a success (docs/contracts/alibaba-ecs.md 3.21).
        foreach (EcsInstance instance in open.Values)
        {
            onResult(Refused(instance, unread ?? new EcsException(
                EcsErrorId.GuestCommandTimeout, $"The provider returned no result of the command on {instance} (run {id}).")
            {
                InstanceId = instance.Id,
                RecommendedAction = "Check the run in the provider's console: it may have run.",
            }) with
            { InvocationId = id });
        }
    }

    // Not being able to look is no result, as long as it may pass.
    private async Task<IReadOnlyList<AlibabaInvocationResult>> TryReadAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await AlibabaInvocationResult.ReadAllAsync(_api, id, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.CannotConnect or EcsErrorId.ServerError or EcsErrorId.MalformedAnswer or EcsErrorId.ThrottledByService)
        {
            AmbientLog.Current.Verbose($"Cannot read the results of run {id}: {error.Message}");
            return [];
        }
        catch (EcsException error)
        {
            throw new EcsException(EcsErrorId.OutcomeUnknown, $"The provider accepted the command (run {id}), but does not return its results: {error.Message}", error)
            {
                CloudCode = error.CloudCode,
                HttpStatus = error.HttpStatus,
                RequestId = error.RequestId,
                RecommendedAction = error.RecommendedAction ?? "Check the run in the provider's console: it may have run.",
            };
        }
    }

    // What runs goes on; what has not been delivered is not any more.
    private async Task StopAsync(string id)
    {
        using CancellationTokenSource limit = new(StopLimit);
        try
        {
            await _api.CallAsync("StopInvocation", new AlibabaParameters().Add("InvokeId", id), RequestIdempotency.NonIdempotent, null, limit.Token).ConfigureAwait(false);
            AmbientLog.Current.Verbose($"Run {id} was canceled where it had not started.");
        }
        catch (Exception error) when (error is EcsException or OperationCanceledException)
        {
            AmbientLog.Current.Warning($"Cannot stop run {id}, which continues: {error.Message}");
        }
    }

    private static EcsCommandResult Refused(EcsInstance instance, EcsException error) => new()
    {
        Instance = instance,
        Method = nameof(GuestCommandMethod.Agent),
        Error = error,
    };
}
