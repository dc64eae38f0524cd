using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Parameters;

/// <summary>
/// What a user or a pipeline gave to say which snapshot or image is meant: an object of that type, also one that was serialized, an
/// <see cref="EcsOperation"/> that made it, a row with its id, or text. Everything else is kept as a refusal.
/// </summary>
internal sealed record ResourceIdentity(object? Given)
{
    /// <summary>The cloud's id.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The only account through which an object may be acted on; null for text.</summary>
    public AccountOrigin? Origin { get; private init; }

    /// <summary>The account that a row names, or null.</summary>
    public string? AccountName { get; private init; }

    /// <summary>Why it names none, or null.</summary>
    public EcsException? Refusal { get; private init; }

    /// <summary>Takes whatever was given.</summary>
    public static ResourceIdentity FromObject(RemovableKind kind, object? given)
    {
        object? value = given is PSObject wrapped ? wrapped.BaseObject : given;
        return value switch
        {
            EcsSnapshot snapshot when kind == RemovableKind.Snapshot => FromOrigin(kind, given, snapshot.Id, snapshot.AccountKey, snapshot.Account, snapshot.AccountIdentity),
            EcsImage image when kind == RemovableKind.Image => FromOrigin(kind, given, image.Id, image.AccountKey, image.Account, image.AccountIdentity),
            EcsOperation operation => FromOperation(kind, given, operation),
            string text => FromText(kind, text),
            PSCustomObject => FromBag(kind, PSObject.AsPSObject(given)),
            _ => Refuse(kind, given, value?.GetType().FullName),
        };
    }

    /// <summary>Takes text that is an id.</summary>
    public static ResourceIdentity FromText(RemovableKind kind, string? text) => string.IsNullOrWhiteSpace(text)
        ? new ResourceIdentity(text) { Refusal = InputErrors.Create($"An empty text is not the ID of {Noun(kind)}.", $"Specify an ID that {Lister(kind)} lists.") }
        : new ResourceIdentity(text) { Id = text!.Trim() };

    private static ResourceIdentity FromOrigin(RemovableKind kind, object? given, string id, string key, string account, string identity) =>
        id.Length == 0 || key.Length == 0
            ? new ResourceIdentity(given) { Refusal = InputErrors.Create("The object is incomplete: Id or AccountKey is missing.", $"Get it again with {Lister(kind)}.") }
            : new ResourceIdentity(given) { Id = id, Origin = new AccountOrigin(key, identity, account, id) };

    // Also one that did not succeed: a backup that was not used is billed like any other.
    private static ResourceIdentity FromOperation(RemovableKind kind, object? given, EcsOperation operation)
    {
        string? made = kind == RemovableKind.Snapshot ? operation.SnapshotId : operation.ImageId;
        return made is not { Length: > 0 } id
            ? new ResourceIdentity(given)
            {
                Refusal = new EcsException(EcsErrorId.NotFound, $"The {OperationNames.Of(operation.Kind)} of {operation.InstanceName} ({operation.InstanceId}) has created no {Bare(kind)}.")
                {
                    WasNotCarriedOut = true,
                    RecommendedAction = $"Pipe only operations that have one: Get-EcsOperation | Where-Object {(kind == RemovableKind.Snapshot ? nameof(EcsOperation.SnapshotId) : nameof(EcsOperation.ImageId))}",
                },
            }
            : FromOrigin(kind, given, id, operation.AccountKey, operation.Account, operation.AccountIdentity);
    }

    // Objects come back from jobs and from files as bags of properties under the old type's name; a row of a file never had one.
    private static ResourceIdentity FromBag(RemovableKind kind, PSObject bag)
    {
        if (PropertyBagReader.WasOnce(bag, kind == RemovableKind.Snapshot ? typeof(EcsSnapshot) : typeof(EcsImage)))
        {
            return FromOrigin(kind, bag, Read(bag, "Id"), Read(bag, "AccountKey"), Read(bag, "Account"), Read(bag, "AccountIdentity"));
        }

        if (PropertyBagReader.WasOnce(bag, typeof(EcsOperation)))
        {
            return FromOperation(kind, bag, PropertyBagReader.Read<EcsOperation>(bag));
        }

        string id = Read(bag, kind == RemovableKind.Snapshot ? "SnapshotId" : "ImageId") is { Length: > 0 } own ? own : Read(bag, "Id");
        return PropertyBagReader.WasOnceAny(bag) || id.Length == 0
            ? Refuse(kind, bag, bag.TypeNames.FirstOrDefault())
            : new ResourceIdentity(bag) { Id = id, AccountName = Read(bag, "Account") is { Length: > 0 } account ? account : null };
    }

    private static ResourceIdentity Refuse(RemovableKind kind, object? given, string? type) => new(given)
    {
        Refusal = InputErrors.Create(
            given is null ? $"Nothing was specified where {Noun(kind)} is expected." : $"Cannot use an object of type {type} as {Noun(kind)}.",
            $"Pipe objects from {Lister(kind)} or Get-EcsOperation, or specify IDs."),
    };

    private static string Bare(RemovableKind kind) => kind == RemovableKind.Snapshot ? "snapshot" : "image";

    private static string Noun(RemovableKind kind) => kind == RemovableKind.Snapshot ? "a snapshot" : "an image";

    private static string Lister(RemovableKind kind) => kind == RemovableKind.Snapshot ? "Get-EcsSnapshot" : "Get-EcsImage";

    private static string Read(PSObject bag, string property) => bag.Properties[property]?.Value?.ToString() ?? "";
}
