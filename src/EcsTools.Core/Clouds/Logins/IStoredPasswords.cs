namespace EcsTools.Core.Clouds;

/// <summary>A cloud that keeps the password a Windows guest made for itself, encrypted to the server's key pair.</summary>
internal interface IStoredPasswords
{
    /// <summary>Reads the stored text.</summary>
    /// <returns>Base64 of the encrypted password; empty while there is none.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    Task<string> ReadPasswordAsync(string instanceId, CancellationToken cancellation);

    /// <summary>Erases the stored text; the password itself stays, and doing it again changes nothing.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    Task<StepHandle> DeletePasswordAsync(string instanceId, CancellationToken cancellation);
}
