namespace EcsTools.Core.Clouds;

/// <summary>A cloud's way of changing a server's name, description, protection and key pair.</summary>
internal interface IInstanceUpdater
{
    /// <summary>What a new key pair of a server needs, and what becomes of its password; null if the cloud cannot change it.</summary>
    KeyPairAttachment? Attachment { get; }

    /// <summary>Sends the change, once. A key pair is attached when this ends: no field of a server need show it.</summary>
    /// <exception cref="EcsException">The cloud refused or does not offer it, or the answer was lost.</exception>
    Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation);
}
