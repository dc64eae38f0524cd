using System;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Carries a refusal from where it is found to the door. It never leaves the door.</summary>
/// <param name="answer">The refusal.</param>
internal sealed class RefusedException(Answer answer) : Exception("The request is refused.")
{
    /// <summary>The refusal.</summary>
    public Answer Answer { get; } = answer;
}
