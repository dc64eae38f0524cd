namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>The services of an OpenStack cloud that we speak to.</summary>
internal enum OpenStackService
{
    /// <summary>Servers (Nova, API v2.1).</summary>
    Compute,

    /// <summary>Images (Glance, API v2).</summary>
    Image,

    /// <summary>Disks that outlive their servers (Cinder, API v3).</summary>
    Volume,
}
