using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>A cloud's way of changing a server's name, description and protection.</summary>
internal interface IInstanceUpdater
{
    /// <summary>Sends the change, once.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="edit">What is to be changed.</param>
    /// <param name="cancellation">Stops waiting for the answer.</param>
    /// <returns>A task that ends when the cloud has accepted it.</returns>
    /// <exception cref="EcsException">The cloud refused or does not offer it, or the answer was lost.</exception>
    Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation);
}
