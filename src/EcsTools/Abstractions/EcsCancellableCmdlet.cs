using System.ComponentModel;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that can be stopped: one token, cancelled when the pipeline stops.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsCancellableCmdlet : PSCmdlet, IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _source = new();
    private bool _disposed;

    private protected EcsCancellableCmdlet() => Cancellation = _source.Token;

    /// <summary>Cancelled when the pipeline stops or the cmdlet has ended.</summary>
    internal CancellationToken Cancellation { get; }

    /// <summary>Stops waiting. What a cloud has accepted goes on there.</summary>
    protected sealed override void StopProcessing() => Cancel();

    /// <summary>Ends what still runs for this cmdlet, for example a page that was read ahead.</summary>
    public void Dispose()
    {
        Cancel();
        OnEnding();
        lock (_gate)
        {
            _disposed = true;
            _source.Dispose();
        }
    }

    /// <summary>Called when the cmdlet is given up or has ended, after the token is cancelled.</summary>
    private protected virtual void OnEnding()
    {
    }

    // The engine may stop a cmdlet on one thread while it disposes it on another.
    private protected void Cancel()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _source.Cancel();
            }
        }
    }
}
