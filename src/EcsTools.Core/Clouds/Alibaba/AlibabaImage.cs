using EcsTools.Model;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>An image as the checks need it (contract 3.18).</summary>
/// <param name="Id">The id.</param>
/// <param name="Status">Its state, in the service's word; only Available ones can be relied on.</param>
/// <param name="OsType">The family of its operating system.</param>
/// <param name="SizeGiB">The smallest disk it fits on.</param>
internal sealed record AlibabaImage(string Id, string Status, EcsOsType OsType, int SizeGiB);
