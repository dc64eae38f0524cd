namespace EcsTools.Sandbox.Hosting;

/// <summary>Leaves a request without a response, for longer than any client waits.</summary>
internal sealed class NoAnswerException : Exception
{
    public NoAnswerException()
        : base("The sandbox does not answer.")
    {
    }
}
