namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>Names of facts that the steps of all these clouds know; see <see cref="StepFactKeys"/>.</summary>
internal static class ApiFact
{
    /// <summary>The server's size.</summary>
    public const string Size = "size";

    /// <summary>The data disks that go with the server.</summary>
    public const string DataDiskIds = "dataDiskIds";
}
