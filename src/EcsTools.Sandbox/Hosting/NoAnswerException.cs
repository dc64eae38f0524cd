using System;

namespace EcsTools.Sandbox.Hosting;

/// <summary>The sandbox leaves a request without an answer, for longer than any client waits.</summary>
internal sealed class NoAnswerException : Exception
{
    /// <summary>Makes one.</summary>
    public NoAnswerException()
        : base("The sandbox does not answer.")
    {
    }
}
