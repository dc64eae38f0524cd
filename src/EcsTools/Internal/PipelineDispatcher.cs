using EcsTools.Core.Diagnostics;

namespace EcsTools.Internal;

/// <summary>
/// Carries what running work has to say to the pipeline thread, the only one that may touch a cmdlet. Work posts from any thread;
/// the pipeline thread takes it in order while it waits for the work. What comes when nobody waits is kept for the next wait. What the pipeline
/// thread has to say itself is written at once. The same warning is given once.
/// </summary>
internal sealed class PipelineDispatcher : IRequestLog
{
    private readonly object _gate = new();
    private readonly Queue<Action> _messages = new();
    private readonly Action<string> _verbose;
    private readonly Action<string> _warning;
    private readonly Action<ProgressReport> _progress;
    private readonly Action<string>? _request;
    private readonly HashSet<string> _warnings = new(StringComparer.Ordinal);
    private volatile Thread? _pipeline;

    /// <param name="request">Writes a line about a request; null if nobody reads it.</param>
    public PipelineDispatcher(Action<string> verbose, Action<string> warning, Action<ProgressReport> progress, Action<string>? request)
    {
        _verbose = verbose;
        _warning = warning;
        _progress = progress;
        _request = request;
    }

    public bool WantsRequests => _request is not null;

    public void Verbose(string message) => Say(() => _verbose(Display.Line(message)));

    public void Warning(string message) => Say(() =>
    {
        if (_warnings.Add(message))
        {
            _warning(Display.Line(message));
        }
    });

    public void Request(string message) => Say(() => _request?.Invoke(Display.Line(message)));

    public void Progress(ProgressReport report) => Say(() => _progress(report));

    /// <summary>Runs what a cmdlet does on the calling thread, the pipeline's; what it and the work that it starts have to say comes here.</summary>
    public void RunOnPipeline(Action body)
    {
        using (AmbientLog.Use(this))
        {
            _pipeline = Thread.CurrentThread;
            try
            {
                body();
            }
            finally
            {
                _pipeline = null;
            }
        }
    }

    /// <summary>Has something done on the pipeline thread.</summary>
    public void Post(Action message)
    {
        lock (_gate)
        {
            _messages.Enqueue(message);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Does what is posted, on the calling thread, until a task has ended and nothing is left.</summary>
    public void RunUntilEnd(Task task)
    {
        _ = task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (Take(task) is { } message)
        {
            message();
        }
    }

    /// <summary>Does what is posted so far, on the calling thread.</summary>
    public void WritePosted() => RunUntilEnd(Task.CompletedTask);

    private void Say(Action message)
    {
        if (Thread.CurrentThread == _pipeline)
        {
            message();
        }
        else
        {
            Post(message);
        }
    }

    private Action? Take(Task task)
    {
        lock (_gate)
        {
            while (_messages.Count == 0)
            {
                if (task.IsCompleted)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            return _messages.Dequeue();
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }
}
