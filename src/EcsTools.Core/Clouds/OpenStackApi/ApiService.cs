namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>
/// The services that are spoken to, by OpenStack's names; Huawei calls them ECS, EVS, IMS, IAM, KMS, VPC and BSS
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

    /// <summary>Prices, orders and subscriptions of the whole account, not of a project (Huawei only).</summary>
    Billing,

    /// <summary>The same for accounts of the international site, whose keys the other host does not know.</summary>
    InternationalBilling,

    /// <summary>Networks and security groups; on Huawei and Open Telekom Cloud public addresses, too.</summary>
    Network,
}
