using System;

namespace EcsTools.Sandbox.Hosting;

/// <summary>The sandbox cuts this connection without an answer: the handler and the listener each do it in their way.</summary>
internal sealed class ConnectionCutException : Exception
{
    /// <summary>Makes one.</summary>
    public ConnectionCutException()
        : base("The sandbox cut the connection.")
    {
    }
}
