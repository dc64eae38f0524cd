namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Where a volume is attached; a shared one has several such places.</summary>
/// <param name="Device">The device there, as far as the cloud tells.</param>
internal sealed record VolumeAttachment(string ServerId, string Device, DateTimeOffset? AttachedAt);
