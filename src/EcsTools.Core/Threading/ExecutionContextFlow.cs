namespace EcsTools.Core.Threading;

/// <summary>Starts work that must not carry the ambient log of whoever happened to start it.</summary>
internal static class ExecutionContextFlow
{
    /// <summary>Suppresses the flow until disposed, also when it is suppressed already.</summary>
    public static IDisposable Suppress() => ExecutionContext.IsFlowSuppressed() ? NoFlow.Instance : new Suppressed(ExecutionContext.SuppressFlow());

    private sealed class Suppressed : IDisposable
    {
        private AsyncFlowControl _control;

        public Suppressed(AsyncFlowControl control) => _control = control;

        public void Dispose() => _control.Undo();
    }

    private sealed class NoFlow : IDisposable
    {
        public static readonly NoFlow Instance = new();

        public void Dispose()
        {
        }
    }
}
