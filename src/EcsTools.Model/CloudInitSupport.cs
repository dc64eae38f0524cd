namespace EcsTools.Model;

/// <summary>Whether an image contains Cloud-Init or Cloudbase-Init (docs/contracts/huawei-ecs-lifecycle.md 12).</summary>
public enum CloudInitSupport : long
{
    /// <summary>The image contains it: key pair, password and user data are handed over by it.</summary>
    Present,

    /// <summary>The image does not contain it: the provider writes key pair or password into the disk.</summary>
    Absent,
}
