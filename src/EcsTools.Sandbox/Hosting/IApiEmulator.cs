namespace EcsTools.Sandbox.Hosting;

internal interface IApiEmulator
{
    /// <summary>Decides by the signature and the destination of the request.</summary>
    bool Owns(SandboxRequest request);

    /// <summary>Errors are responses too.</summary>
    SandboxResponse Handle(SandboxRequest request);
}
