using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Reads images with DescribeImages (docs/contracts/alibaba-ecs.md 3.18).</summary>
internal sealed class AlibabaImagesClient
{
    /// <summary>How images of the provider are called here.</summary>
    public const string PublicOwner = "Public";

    private const string Action = "DescribeImages";
    private const int PageSize = 100;

    // Our words and the service's.
    private static readonly (string Name, string Alias)[] Owners =
        [(PublicOwner, "system"), ("Private", "self"), ("Shared", "others"), ("Marketplace", "marketplace")];

    private readonly AlibabaApi _api;

    public AlibabaImagesClient(AlibabaApi api) => _api = api;

    /// <summary>Finds an image. Deprecated and marketplace ones are in no list that does not ask for them.</summary>
    /// <param name="forSize">Null, or the instance type whose system disk is to be replaced: images that do not fit are not found then.</param>
    /// <returns>The image, or null if this user sees none.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<EcsImage?> FindAsync(string imageId, string? forSize, CancellationToken cancellation)
    {
        foreach ((string? status, string? owner) in new (string?, string?)[] { (null, null), ("Deprecated", null), (null, "marketplace") })
        {
            AlibabaParameters parameters = new AlibabaParameters()
                .Add("ImageId", imageId)
                .Add("Status", status)
                .Add("ImageOwnerAlias", owner)
                .Add("ActionType", forSize is null ? null : "ChangeOS")
                .Add("InstanceType", forSize)
                .Add("PageSize", PageSize);
            JObject answer = await _api.CallAsync(Action, parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
            EcsImage? found = answer.Object("Images").Objects("Image").Select(Read).OfType<EcsImage>().FirstOrDefault(i => string.Equals(i.Id, imageId, StringComparison.OrdinalIgnoreCase));
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Reads a page of images: those that can be used now, or those with the ids that were named in whatever state.</summary>
    /// <param name="query">What is wanted; names are left to the caller, since what the service's fuzzy match finds is not told.</param>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsImage>> ListAsync(ImageQuery query, string? continuation, CancellationToken cancellation)
    {
        // Whether one call takes several ids is not certain, so each has its own (docs/contracts/alibaba-ecs.md 3.18).
        string[] ids = [.. query.Ids.Where(id => id.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (query.Ids.Count > 0)
        {
            IReadOnlyList<EcsImage>[] found = await ids.ForEachAsync(
                async id => (await ReadAsync(Filter(query).Add("ImageId", id).Add("Status", "ALL"), null, cancellation).ConfigureAwait(false)).Items,
                cancellation).ConfigureAwait(false);
            return new Page<EcsImage>([.. found.SelectMany(f => f)], null);
        }

        return await ReadAsync(Filter(query), continuation, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads images of this account in whatever state; several are read from the account's list.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyDictionary<string, AlibabaCustomImage>> FindMadeAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellation)
    {
        HashSet<string> wanted = new(imageIds, StringComparer.OrdinalIgnoreCase);
        List<AlibabaCustomImage> read = wanted.Count == 0 ? []
            : await ReadMadeAsync(new AlibabaParameters().Add("ImageId", wanted.Count == 1 ? wanted.First() : null), cancellation).ConfigureAwait(false);
        return read.Where(i => wanted.Contains(i.Image.Id))
            .GroupBy(i => i.Image.Id, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Finds the image that an operation of ours made, when the answer that named it was lost.</summary>
    /// <returns>The image, or null if none tells of the operation.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<AlibabaCustomImage?> FindByOperationAsync(string operationId, CancellationToken cancellation) =>
        (await ReadMadeAsync(
            new AlibabaParameters().AddPairs("Tag", [new KeyValuePair<string, string?>(BackupNaming.OperationTag, operationId)]), cancellation).ConfigureAwait(false))
            .FirstOrDefault(i => i.IsOf(operationId));

    /// <summary>Tells whether an image of this account has a name already; the service takes each name once (@alicloud/ecs20140526
    /// 7.11.6, CreateImage).</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<bool> IsTakenAsync(string name, CancellationToken cancellation) =>
        (await ReadMadeAsync(new AlibabaParameters().Add("ImageName", name), cancellation).ConfigureAwait(false)).Exists(i => i.Image.Name == name);

    /// <summary>Reads all images of this account, in whatever state.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<AlibabaCustomImage>> ListMadeAsync(CancellationToken cancellation) =>
        await ReadMadeAsync(new AlibabaParameters(), cancellation).ConfigureAwait(false);

    private async Task<List<AlibabaCustomImage>> ReadMadeAsync(AlibabaParameters filter, CancellationToken cancellation)
    {
        List<AlibabaCustomImage> images = [];
        filter.Add("ImageOwnerAlias", "self").Add("Status", "ALL");
        string? next = null;
        do
        {
            Page<JObject> page = await _api.ReadNumberedPageAsync(Action, filter, ("Images", "Image"), PageSize, next, cancellation).ConfigureAwait(false);
            images.AddRange(page.Items
                .Select(json => (Json: json, Image: Read(json)))
                .Where(r => r.Image is not null)
                .Select(r => new AlibabaCustomImage(r.Image!, r.Json.Percent("Progress"), AlibabaInstanceReader.ReadTags(r.Json))
                {
                    SnapshotIds = [.. r.Json.Object("DiskDeviceMappings").Objects("DiskDeviceMapping").Select(d => d.Text("SnapshotId")).OfType<string>()],
                    IsShared = r.Json.Flag("IsSelfShared") == true,
                    IsPublished = r.Json.Flag("IsPublic") == true,
                }));
            next = page.Continuation;
        }
        while (next is not null);

        return images;
    }

    private static AlibabaParameters Filter(ImageQuery query) => new AlibabaParameters()
        .Add("ImageOwnerAlias", Owners.FirstOrDefault(o => string.Equals(o.Name, query.Owner, StringComparison.OrdinalIgnoreCase)).Alias)
        .Add("OSType", query.OsType switch { EcsOsType.Linux => "linux", EcsOsType.Windows => "windows", _ => null })
        .Add("ActionType", query.Size is null ? null : "ChangeOS")
        .Add("InstanceType", query.Size);

    private async Task<Page<EcsImage>> ReadAsync(AlibabaParameters filter, string? continuation, CancellationToken cancellation)
    {
        Page<JObject> page = await _api.ReadNumberedPageAsync(
            Action, filter, ("Images", "Image"), PageSize, continuation, cancellation).ConfigureAwait(false);
        return new Page<EcsImage>([.. page.Items.Select(Read).OfType<EcsImage>()], page.Continuation);
    }

    private EcsImage? Read(JObject json)
    {
        string? owner = json.Text("ImageOwnerAlias");
        string status = json.Text("Status") ?? "";
        return json.Text("ImageId") is not { } id ? null : new EcsImage
        {
            Id = id,
            Name = json.Text("ImageName") ?? "",
            Description = json.Text("Description") ?? "",
            OsType = AlibabaInstanceReader.ReadOsType(json.Text("OSType")),
            OsName = json.Text("OSNameEn") ?? json.Text("OSName") ?? "",
            Architecture = json.Text("Architecture") ?? "",
            Owner = Owners.FirstOrDefault(o => string.Equals(o.Alias, owner, StringComparison.OrdinalIgnoreCase)).Name ?? owner ?? "",
            SizeGiB = json.Integer("Size") ?? 0,
            Status = status,
            // An image is Available some time before it is usable; older answers do not say so (docs/contracts/alibaba-ecs-lifecycle.md 10.2).
            IsUsable = string.Equals(status, "Available", StringComparison.OrdinalIgnoreCase) && json.Flag("Usable") != false,
            IsBilled = json.Text("ProductCode") is not null || string.Equals(owner, "marketplace", StringComparison.OrdinalIgnoreCase),
            CreatedAt = json.Time("CreationTime"),
            Tags = AlibabaInstanceReader.FindTags(json),
            IsEncrypted = ReadEncryption(json),
            ResourceGroupId = json.Text("ResourceGroupId"),
            Account = _api.Connection.AccountName,
            AccountKey = _api.AccountKey,
            AccountIdentity = _api.Identity,
            Region = _api.Connection.Region,
        };
    }

    private static bool? ReadEncryption(JObject image)
    {
        bool?[] disks = [.. image.Object("DiskDeviceMappings").Objects("DiskDeviceMapping").Select(d => d.Flag("Encrypted"))];
        return disks.Contains(true) ? true : disks.Contains(false) ? false : null;
    }
}
