namespace EcsTools.Sandbox.Hosting;

/// <summary>One cloud's API as seen from outside.</summary>
internal interface IApiEmulator
{
    /// <summary>Tells whether a request is meant for this API, by how it is signed and where it goes.</summary>
    /// <param name="request">The request.</param>
    /// <returns>True if it is.</returns>
    bool Owns(SandboxRequest request);

    /// <summary>Answers as the real API would.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The answer; a refusal is an answer too.</returns>
    SandboxResponse Handle(SandboxRequest request);
}
