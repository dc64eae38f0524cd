using System.Collections.Concurrent;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.State;

namespace EcsTools.Core.Http;

/// <summary>
/// Keeps an account within what its cloud takes: so many calls side by side, and none of an operation that is throttled before the
/// cloud wants it. The clouds count by account, region and operation (docs/contracts/alibaba-ecs.md 1.7, docs/contracts/huawei-ecs.md 8),
/// and an account is open in one region.
/// </summary>
internal sealed class RequestLimiter
{
    // No more than about ten single calls side by side (docs/contracts/alibaba-ecs.md 7).
    private const int CallsAtOnce = 10;
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, ThrottleGate> _gates = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(CallsAtOnce);
    private readonly ICloudDialect _dialect;
    private readonly TimeProvider _time;
    private int _withheld;

    public RequestLimiter(ICloudDialect dialect, TimeProvider time)
    {
        _dialect = dialect;
        _time = time;
    }

    /// <summary>Is told when the cloud begins to throttle a kind of call.</summary>
    public Action<ThrottleNote>? Throttled { get; set; }

    /// <summary>Waits with a kind of call for what another runner was told by the cloud.</summary>
    /// <returns>False if it was throttled already.</returns>
    public bool Hold(ThrottleNote note) => GateOf(note.Operation).Hold(note.Left);

    /// <summary>Leaves a part of the calls to other runners of the account; one call at least remains.</summary>
    /// <param name="runners">How many there are, this one included.</param>
    public void ShareAmong(int runners)
    {
        int withheld = CallsAtOnce - Math.Max(1, CallsAtOnce / Math.Max(1, runners));
        int more = withheld - Interlocked.Exchange(ref _withheld, withheld);
        for (; more > 0; more--)
        {
            // Taken as soon as a call ends, and kept.
            _ = _slots.WaitAsync();
        }

        if (more < 0)
        {
            _slots.Release(-more);
        }
    }

    /// <summary>Sends when it may be sent.</summary>
    /// <param name="send">Sends it; a throttle comes as <see cref="EcsErrorId.ThrottledByService"/>.</param>
    /// <exception cref="EcsException">It failed; <see cref="EcsErrorId.ThrottledByService"/> with a <see cref="TimeoutException"/> in it if it was not sent at all.</exception>
    public async Task<T> RunAsync<T>(CloudRequest call, ThrottleWait wait, Func<Task<T>> send, CancellationToken cancellation)
    {
        ThrottleGate gate = GateOf(call.Operation);
        ThrottleLease pass = await EnterAsync(gate, call, wait, cancellation).ConfigureAwait(false);
        try
        {
            T answer = await SendAsync(send, cancellation).ConfigureAwait(false);
            gate.Leave(pass);
            return answer;
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.ThrottledByService && !_dialect.IsForOneServer(error))
        {
            (TimeSpan pause, bool isNews) = gate.Close(pass, error);
            if (isNews)
            {
                Throttled?.Invoke(new ThrottleNote(call.Operation, pause));
            }

            Report(call, $"{call.Operation}: throttled; retrying in {pause.TotalSeconds:0.#} s.");
            if (gate.IsHeldFor(LongWait))
            {
                AmbientLog.Current.Warning(
                    $"{call.Operation}: throttled by the provider for {LongWait.TotalSeconds:0} s. Waiting up to {wait.Patience.TotalMinutes:0.#} minutes; Ctrl+C stops waiting.");
            }

            throw;
        }
        catch (OperationCanceledException)
        {
            gate.GiveUp(pass);
            throw;
        }
        catch
        {
            gate.Leave(pass);
            throw;
        }
    }

    private static async Task<ThrottleLease> EnterAsync(ThrottleGate gate, CloudRequest call, ThrottleWait wait, CancellationToken cancellation)
    {
        try
        {
            return await gate.EnterAsync(wait, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException timeout)
        {
            throw new EcsException(EcsErrorId.ThrottledByService, $"{call.Operation} is throttled: no call succeeded for {wait.Patience.TotalMinutes:0.#} minutes.", timeout)
            {
                CloudCode = gate.Refusal?.CloudCode,
                HttpStatus = gate.Refusal?.HttpStatus,
                RequestId = gate.Refusal?.RequestId,
                InstanceId = call.InstanceId,
                WasNotCarriedOut = true,
                RecommendedAction = "Run the command again later, or with a longer -Timeout where it has one. All users of the account share its limits.",
            };
        }
    }

    private ThrottleGate GateOf(string operation) => _gates.GetOrAdd(operation, _ => new ThrottleGate(_time));

    private async Task<T> SendAsync<T>(Func<Task<T>> send, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await send().ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static void Report(CloudRequest call, string message)
    {
        AmbientLog.Current.Verbose(message);
        AmbientLog.Current.Progress(new ProgressReport(call.InstanceId ?? "", "", message, null, Finished: false));
    }
}
