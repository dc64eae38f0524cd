using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Images;

/// <summary>The reads of the image service (docs/contracts/huawei-ecs.md 3.11).</summary>
internal static class ImagesApi
{
    /// <summary>No total, and an unknown id gives an empty list.</summary>
    public static ApiResponse List(RequestContext call)
    {
        int limit = call.Query.Number("limit", 500, 0, 500, Service.Ims);
        List<Image> found = [.. Sort(call, call.Backend.Images.Where(i => Passes(call, i)))];
        int first = call.Query["marker"] is { } marker ? found.FindIndex(i => i.Id == marker) + 1 : 0;
        return ApiResponse.Ok(w => w.PutObjects("images", found.Skip(first).Take(limit), (o, image) => ImageJson.Write(o, call.Backend, image)));
    }

    /// <summary>The object without wrapper.</summary>
    public static ApiResponse Show(RequestContext call)
    {
        Image image = call.Backend.FindImage(call.Path["image"]) ?? throw ErrorResponses.Error("IMG.0144", "image not found", 404);
        return ApiResponse.Ok(w => ImageJson.Write(w, call.Backend, image));
    }

    /// <summary>Servers that were made from it run on and can no longer be reinstalled (docs/contracts/huawei-ecs-lifecycle.md 11).</summary>
    public static ApiResponse Delete(RequestContext call)
    {
        Image image = call.Backend.FindImage(call.Path["image"]) ?? throw ErrorResponses.Error("IMG.0144", "image not found", 404);
        if (image.IsPublic || image.IsShared)
        {
            throw ErrorResponses.Error("IMG.0047", "only the owner of an image can delete it", 403);
        }

        if (image.IsProtected || !image.IsUsable)
        {
            throw ErrorResponses.Error("IMG.0028", "the image is protected or being created");
        }

        call.Backend.Images.Remove(image.Id);
        call.Backend.Count("delete-image");
        return new ApiResponse(204);
    }

    /// <summary>docs/contracts/huawei-ecs.md 3.11 does not say how a tag is written here: both forms that clients send are
    /// accepted.</summary>
    private static bool HasTag(Image image, string tag) =>
        image.Tags.Any(t => tag == $"{t.Key}={t.Value}" || tag == $"{t.Key}.{t.Value}");

    private static bool Passes(RequestContext call, Image image)
    {
        bool isSo(string name, string value) => call.Query[name] is not { } wanted || wanted == value;
        return isSo("id", image.Id)
            && isSo("name", image.Name)
            && isSo("__imagetype", ImageJson.TypeOf(image))
            && isSo("__os_type", ImageJson.SystemOf(image))
            && isSo("__platform", image.Platform)
            && isSo("__os_bit", "64")
            && isSo("__isregistered", "true")
            && isSo("status", ImageJson.StatusOf(image))
            && isSo("visibility", image.IsPublic ? "public" : "private")
            && (call.Query["owner"] is not { } owner || (owner == call.Backend.AccountId && !image.IsPublic))
            && call.Query["member_status"] is null or "all"
            && (call.Query["tag"] is not { } tag || HasTag(image, tag));
    }

    private static IEnumerable<Image> Sort(RequestContext call, IEnumerable<Image> images)
    {
        Func<Image, string>? key = (call.Query["sort_key"] ?? "created_at") switch
        {
            "created_at" or "updated_at" => i => Times.Seconds(i.CreatedAt),
            "name" => i => i.Name,
            "id" => i => i.Id,
            "status" => ImageJson.StatusOf,
            "size" or "min_disk" => i => i.SizeGiB.ToString("D6", System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };
        if (key is null)
        {
            throw call.Malformed("sort_key is invalid");
        }

        return call.Query["sort_dir"] == "asc"
            ? images.OrderBy(key, StringComparer.Ordinal)
            : images.OrderByDescending(key, StringComparer.Ordinal);
    }
}
