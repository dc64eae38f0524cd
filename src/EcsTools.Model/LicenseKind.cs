namespace EcsTools.Model;

/// <summary>Who brings the license of a billed operating system (docs/contracts/huawei-ecs.md 4).</summary>
public enum LicenseKind : long
{
    /// <summary>The cloud's license, billed.</summary>
    System,

    /// <summary>Bring your own.</summary>
    Byol,
}
