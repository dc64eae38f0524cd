using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>How an OpenStack cloud is reached, beside the identity service and the region.</summary>
internal sealed record OpenStackSettings : ConnectionSettings
{
    private static readonly IReadOnlyDictionary<ApiService, Uri> NoOverrides = new Dictionary<ApiService, Uri>();

    /// <summary>Which of a service's addresses is used: <c>public</c>, <c>internal</c> or <c>admin</c>.</summary>
    public string Interface { get; init; } = "public";

    /// <summary>Addresses that take the place of those in the catalogue.</summary>
    public IReadOnlyDictionary<ApiService, Uri> Overrides { get; init; } = NoOverrides;

    /// <summary>Rows of one page of servers.</summary>
    public int PageSize { get; init; } = 200;
}
