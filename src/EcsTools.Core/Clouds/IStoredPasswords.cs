using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>A cloud that keeps the password a Windows guest has made for itself, encrypted for the server's key pair.</summary>
internal interface IStoredPasswords
{
    /// <summary>Reads the stored text.</summary>
    /// <param name="instanceId">The server.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Base64; empty while there is none.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    Task<string> ReadStoredPasswordAsync(string instanceId, CancellationToken cancellation);

    /// <summary>Deletes the stored text; the password itself stays and cannot be fetched again.</summary>
    /// <param name="instanceId">The server.</param>
    /// <param name="cancellation">Stops waiting for the answer.</param>
    /// <returns>A task that ends when it is deleted.</returns>
    /// <exception cref="EcsException">The cloud refused, or its answer was lost.</exception>
    Task DeleteStoredPasswordAsync(string instanceId, CancellationToken cancellation);
}
