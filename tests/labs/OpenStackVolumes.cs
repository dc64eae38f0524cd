using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace EcsTools.Tests.Labs;

/// <summary>What the lab makes and deletes on its own at Cinder and Glance, and what its files hold.</summary>
public static class OpenStackVolumes
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>What a volume or snapshot begins with: the lab's are files, and its images begin with their names.</summary>
    public static string BeginningOf(this OpenStackLab lab, string volume)
    {
        using FileStream file = File.OpenRead(Path.Combine(lab.Folder, "volumes", volume));
        byte[] bytes = new byte[64];
        file.ReadExactly(bytes);
        return Encoding.ASCII.GetString(bytes).TrimEnd('\0');
    }

    /// <summary>Makes a volume and waits until it can be used.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> CreateVolumeAsync(this OpenStackLab lab, string name, int sizeGiB, string? snapshotId = null)
    {
        JsonObject volume = new() { ["name"] = $"{lab.Prefix}-{name}", ["size"] = sizeGiB, ["snapshot_id"] = snapshotId };
        string id = (string)(await lab.SendAsync(HttpMethod.Post, "volume", $"/{lab.ProjectId}/volumes", new JsonObject { ["volume"] = volume }))!["volume"]!["id"]!;
        while ((string?)(await lab.SendAsync(HttpMethod.Get, "volume", $"/{lab.ProjectId}/volumes/{id}"))!["volume"]!["status"] != "available")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }

        return id;
    }

    /// <summary>Deletes a volume and waits until it is gone.</summary>
    public static async Task DropVolumeAsync(this OpenStackLab lab, string id)
    {
        await lab.SendAsync(HttpMethod.Delete, "volume", $"/{lab.ProjectId}/volumes/{id}");
        while ((await lab.SendAsync(HttpMethod.Get, "volume", $"/{lab.ProjectId}/volumes"))!["volumes"]!.AsArray().Any(v => (string?)v!["id"] == id))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    /// <summary>Deletes a volume's snapshots and waits until they are gone: while there are some, the volume does not go with its server.</summary>
    public static async Task DropSnapshotsAsync(this OpenStackLab lab, string volume)
    {
        async Task<string[]> FindAsync() =>
            [.. (await lab.SendAsync(HttpMethod.Get, "volume", $"/{lab.ProjectId}/snapshots?volume_id={volume}"))!["snapshots"]!.AsArray().Select(s => (string)s!["id"]!)];
        foreach (string snapshot in await FindAsync())
        {
            await lab.SendAsync(HttpMethod.Delete, "volume", $"/{lab.ProjectId}/snapshots/{snapshot}");
        }

        while ((await FindAsync()).Length > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    /// <summary>Makes an image by which servers that boot from a volume can be rescued.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> CreateRescueImageAsync(this OpenStackLab lab)
    {
        JsonObject image = new()
        {
            ["name"] = $"{lab.Prefix}-rescue",
            ["disk_format"] = "raw",
            ["container_format"] = "bare",
            ["hw_rescue_device"] = "disk",
            ["hw_rescue_bus"] = "virtio",
        };
        string id = (string)(await lab.SendAsync(HttpMethod.Post, "image", "/images", image))!["id"]!;
        using HttpRequestMessage data = new(HttpMethod.Put, $"{lab.Url("image")}/images/{id}/file") { Content = new ByteArrayContent(new byte[65536]) };
        data.Headers.Add("X-Auth-Token", lab.Token);
        data.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage answer = await Http.SendAsync(data);
        answer.EnsureSuccessStatusCode();
        return id;
    }
}
