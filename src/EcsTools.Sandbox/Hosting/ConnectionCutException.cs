namespace EcsTools.Sandbox.Hosting;

/// <summary>Cuts the connection without a response: the handler and the listener each do it in their own way.</summary>
internal sealed class ConnectionCutException : Exception
{
    public ConnectionCutException()
        : base("The sandbox cut the connection.")
    {
    }
}
