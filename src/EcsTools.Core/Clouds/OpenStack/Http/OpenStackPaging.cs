using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>How the lists of Nova, Cinder and Glance come in pages: by marker, and the answer tells whether there is another page.</summary>
internal static class OpenStackPaging
{
    /// <summary>A link to the next page stands beside the list of Nova and Cinder.</summary>
    public static ListPaging ByLinks(int? limit, string list) => new(
        limit, "marker", page => page.Body.Objects(list + "_links").Any(l => l.Text("rel") == "next") ? page.LastId : null);

    /// <summary>Glance names the next page.</summary>
    public static ListPaging ByNext(int limit) => new(limit, "marker", page => page.Body.Text("next") is null ? null : page.LastId);
}
