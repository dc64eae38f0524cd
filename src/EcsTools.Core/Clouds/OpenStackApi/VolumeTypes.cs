using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>The types that volumes can have; on Huawei and OTC they are called classes.</summary>
internal static class VolumeTypes
{
    /// <summary>Reads their names.</summary>
    public static async Task<IReadOnlyList<string>> ListVolumeTypesAsync(this IOpenStackApi api, string path, CancellationToken cancellation) =>
        (await api.SendAsync(ApiRequest.Get("ListVolumeTypes", ApiService.Volume, path), cancellation).ConfigureAwait(false)).ReadEach("volume_types", t => t.Text("name"));
}
