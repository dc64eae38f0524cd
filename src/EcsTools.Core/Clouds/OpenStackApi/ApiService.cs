namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>
/// The services that are spoken to, by OpenStack's names; Huawei calls them ECS, EVS, IMS, IAM and KMS
/// (docs/contracts/huawei-ecs.md 1.1).
/// </summary>
internal enum ApiService
{
    /// <summary>Servers.</summary>
    Compute,

    /// <summary>Disks and their snapshots.</summary>
    Volume,

    /// <summary>Images.</summary>
    Image,

    /// <summary>Tokens, projects and regions.</summary>
    Identity,

    /// <summary>Keys with which disks are encrypted (Huawei and Open Telekom Cloud only).</summary>
    KeyManagement,
}
