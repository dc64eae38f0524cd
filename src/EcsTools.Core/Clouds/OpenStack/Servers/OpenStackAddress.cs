namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Where one version of a service's API is, and what has been agreed with it.</summary>
/// <param name="Root">The address with the API's version, without a slash at its end.</param>
/// <param name="Minor">The minor version that both sides speak; 1 where none can be agreed.</param>
internal sealed record OpenStackAddress(string Root, int Minor)
{
    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    /// <summary>What says the version on every call.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;
}
