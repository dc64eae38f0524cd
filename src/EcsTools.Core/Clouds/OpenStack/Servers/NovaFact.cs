namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Names of facts that only OpenStack's steps know.</summary>
internal static class NovaFact
{
    /// <summary>The size.</summary>
    public const string Size = "size";

    /// <summary>The volume that a snapshot is made of.</summary>
    public const string DiskId = "diskId";

    /// <summary>The volumes that go with the server.</summary>
    public const string DataDiskIds = "dataDiskIds";
}
