using System;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Internal;

/// <summary>
/// Asks a user's script block whether a server is well. The block sees the server as <c>$_</c>; it says no by an exception, or if the
/// last thing it gives is false. A block that gives nothing says yes.
/// </summary>
internal sealed class HealthCheck
{
    private readonly ScriptBlock _script;
    private readonly Action<Action> _post;

    /// <summary>Makes a check.</summary>
    /// <param name="script">The user's block.</param>
    /// <param name="post">Has something done on the pipeline thread, the only one on which a block may run.</param>
    public HealthCheck(ScriptBlock script, Action<Action> post)
    {
        _script = script;
        _post = post;
    }

    /// <summary>Asks; may be called from any thread.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="cancellation">Stops waiting for the answer.</param>
    /// <returns>A task that ends when the block has said yes.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.HealthCheckFailed"/> if it says no.</exception>
    public async Task RunAsync(EcsInstance instance, CancellationToken cancellation)
    {
        TaskCompletionSource<bool> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellation.Register(() => answer.TrySetCanceled(cancellation));
        _post(() => Ask(instance, answer));
        if (!await answer.Task.ConfigureAwait(false))
        {
            throw Failed(instance, "it gave false", null);
        }
    }

    private void Ask(EcsInstance instance, TaskCompletionSource<bool> answer)
    {
        try
        {
            Collection<PSObject> given = _script.InvokeWithContext(null, [new PSVariable("_", instance)]);
            answer.TrySetResult(given.Count == 0 || LanguagePrimitives.IsTrue(given[given.Count - 1]));
        }
        catch (PipelineStoppedException)
        {
            answer.TrySetCanceled();
            throw;
        }
        catch (RuntimeException error)
        {
            answer.TrySetException(Failed(instance, error.Message.TrimEnd('.'), error));
        }
    }

    private static EcsException Failed(EcsInstance instance, string why, Exception? error) =>
        new(EcsErrorId.HealthCheckFailed, $"{instance} did not pass the health check: {why}.", error)
        {
            InstanceId = instance.Id,
            RecommendedAction = "Look at the server before you go on with the rest.",
        };
}
