using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>A cloud's way of changing a server's name, description and protection.</summary>
internal interface IInstanceUpdater
{
    /// <summary>Sends the change, once.</summary>
    /// <exception cref="EcsException">The cloud refused or does not offer it, or the answer was lost.</exception>
    Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation);
}
