using System;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Carries a refusal from where it is found to the door. It never leaves the door.</summary>
/// <param name="response">The refusal.</param>
internal sealed class ApiErrorException(ApiResponse response) : Exception("The request is refused.")
{
    /// <summary>The refusal.</summary>
    public ApiResponse Response { get; } = response;
}
