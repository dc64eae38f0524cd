namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Carries an error response to the emulator and never leaves it.</summary>
internal sealed class ApiErrorException(ApiResponse response) : Exception("The request is refused.")
{
    public ApiResponse Response { get; } = response;
}
