using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;

namespace EcsTools.Parameters;

/// <summary>
/// What a user or a pipeline gave to say which server is meant: an <see cref="EcsInstance"/>, also one that was serialized, an
/// <see cref="EcsOperation"/> that succeeded, an <see cref="EcsDisk"/> where disks are changed, or text. Everything else is kept as a refusal, so that it becomes an error with an id
/// of its own and a process called nginx is not taken for a server.
/// </summary>
public sealed class EcsInstanceIdentity
{
    private EcsInstanceIdentity(object? given) => Given = given;

    /// <summary>What was given, as the target of errors.</summary>
    internal object? Given { get; }

    /// <summary>The server's id, or null if only text is known that may also be a name.</summary>
    internal string? Id { get; private set; }

    /// <summary>Text that is an id or a name, or null.</summary>
    internal string? Text { get; private set; }

    /// <summary>Text that is a name, or null.</summary>
    internal string? Name { get; private set; }

    /// <summary>The only account through which an object may be acted on; null for text.</summary>
    internal AccountOrigin? Origin { get; private set; }

    /// <summary>The disk that was given in place of its server; null for anything else.</summary>
    internal EcsDisk? Disk { get; private set; }

    /// <summary>The snapshot that was given in place of the server of its disk; null for anything else.</summary>
    internal EcsSnapshot? Snapshot { get; private set; }

    /// <summary>The account that was given in place of its servers; null for anything else.</summary>
    internal string? ListedAccount { get; private set; }

    /// <summary>The account that the row of a file names; null for anything else.</summary>
    internal string? RowAccount { get; private set; }

    /// <summary>The region that the row of a file names; null for anything else.</summary>
    internal string? RowRegion { get; private set; }

    /// <summary>The name the server had when the object was read; null for text.</summary>
    internal string? KnownName { get; private set; }

    /// <summary>True for a name that may stand for many servers.</summary>
    internal bool HasWildcards => (Name ?? Text) is { } name && NamePattern.HasWildcards(name);

    /// <summary>Why it names no server, or null.</summary>
    internal EcsException? Refusal { get; private set; }

    /// <summary>Takes whatever was given.</summary>
    /// <param name="given">An object.</param>
    internal static EcsInstanceIdentity FromObject(object? given)
    {
        object? value = given is PSObject wrapped ? wrapped.BaseObject : given;
        return value switch
        {
            EcsInstanceIdentity identity => identity,
            EcsInstance instance => FromOrigin(instance, instance.Id, instance.Name, new(instance.AccountKey, instance.AccountIdentity, instance.Account, instance.ToString())),
            EcsOperation operation => FromOperation(
                operation,
                operation.Succeeded,
                operation.ToString(),
                operation.InstanceId,
                operation.InstanceName,
                new(operation.AccountKey, operation.AccountIdentity, operation.Account, $"{operation.InstanceName} ({operation.InstanceId})")),
            EcsLogin login => FromLogin(login, login),
            EcsDisk disk => FromDisk(disk, disk),
            EcsSnapshot snapshot => FromSnapshot(snapshot, snapshot),
            EcsAccount account => FromAccount(account, account.Name),
            string text => FromText(text),
            null => Refused(null, EcsErrorId.InvalidInput, "The input is empty; a server is required.", "Specify a server, its ID, or its name."),
            _ => FromSerialized(PSObject.AsPSObject(given)),
        };
    }

    /// <summary>Takes text that is an id or a name.</summary>
    internal static EcsInstanceIdentity FromText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Empty(text) : new EcsInstanceIdentity(text) { Text = text };

    /// <summary>Takes text that is an id.</summary>
    /// <param name="id">The text.</param>
    internal static EcsInstanceIdentity FromId(string? id) =>
        string.IsNullOrWhiteSpace(id) ? Empty(id) : new EcsInstanceIdentity(id) { Id = id };

    /// <summary>Takes text that is a name.</summary>
    /// <param name="name">The text.</param>
    internal static EcsInstanceIdentity FromName(string? name) =>
        string.IsNullOrWhiteSpace(name) ? Empty(name) : new EcsInstanceIdentity(name) { Name = name };

    private static EcsInstanceIdentity FromOrigin(object given, string id, string name, AccountOrigin origin) =>
        id.Length == 0 || origin.Key.Length == 0
            ? Refused(given, EcsErrorId.NotAnInstance, "The server object is incomplete: Id or Account is missing.", "Get the server again with Get-EcsInstance.")
            : new EcsInstanceIdentity(given) { Id = id, KnownName = name.Length == 0 ? null : name, Origin = origin };

    private static EcsInstanceIdentity FromOperation(
        object given, bool succeeded, string description, string id, string name, AccountOrigin origin) => succeeded
        ? FromOrigin(given, id, name, origin)
        : Refused(
            given,
            EcsErrorId.OperationNotSucceeded,
            $"{description}. Only succeeded operations can be piped to the next cmdlet.",
            "Check the Message of the operation, or specify the server itself.");

    // Objects come back from jobs and from files as bags of properties under the old type's name.
    private static EcsInstanceIdentity FromSerialized(PSObject bag)
    {
        if (PropertyBagReader.WasOnce(bag, typeof(EcsInstance)))
        {
            return FromOrigin(
                bag,
                Read(bag, nameof(EcsInstance.Id)),
                Read(bag, nameof(EcsInstance.Name)),
                ReadOrigin(bag, $"{Read(bag, nameof(EcsInstance.Name))} ({Read(bag, nameof(EcsInstance.Id))})"));
        }

        if (PropertyBagReader.WasOnce(bag, typeof(EcsOperation)))
        {
            string state = Read(bag, nameof(EcsOperation.State));
            string id = Read(bag, nameof(EcsOperation.InstanceId));
            string name = Read(bag, nameof(EcsOperation.InstanceName));
            return FromOperation(
                bag,
                state == nameof(EcsOperationState.Succeeded),
                $"{Read(bag, nameof(EcsOperation.Kind))} of {name} ({id}): {state}",
                id,
                name,
                ReadOrigin(bag, $"{name} ({id})"));
        }

        if (PropertyBagReader.WasOnce(bag, typeof(EcsDisk)))
        {
            return FromDisk(bag, PropertyBagReader.Read<EcsDisk>(bag));
        }

        if (PropertyBagReader.WasOnce(bag, typeof(EcsSnapshot)))
        {
            return FromSnapshot(bag, PropertyBagReader.Read<EcsSnapshot>(bag));
        }

        if (PropertyBagReader.WasOnce(bag, typeof(EcsLogin)))
        {
            return FromLogin(bag, PropertyBagReader.Read<EcsLogin>(bag));
        }

        if (PropertyBagReader.WasOnce(bag, typeof(EcsAccount)))
        {
            return FromAccount(bag, Read(bag, nameof(EcsAccount.Name)));
        }

        // The row of a file is known by its columns; what once was another type is not.
        return bag.BaseObject is PSCustomObject && !PropertyBagReader.WasOnceAny(bag) && bag.Properties[nameof(Name)]?.Value is string rowName
            ? FromRow(bag, rowName)
            : NotAServer(bag, bag.TypeNames.FirstOrDefault() ?? "unknown type");
    }

    private static EcsInstanceIdentity FromRow(PSObject row, string name) => string.IsNullOrWhiteSpace(name) ? Empty(row) : new EcsInstanceIdentity(row)
    {
        Name = NamePattern.Quote(name),
        RowAccount = Column(row, nameof(EcsInstance.Account)),
        RowRegion = Column(row, nameof(EcsInstance.Region)),
    };

    private static string? Column(PSObject row, string name) => Read(row, name) is { Length: > 0 } text ? text : null;

    private static EcsInstanceIdentity FromAccount(object given, string name)
    {
        EcsInstanceIdentity account = NotAServer(given, typeof(EcsAccount).FullName!);
        account.ListedAccount = name;
        return account;
    }

    private static EcsInstanceIdentity FromLogin(object given, EcsLogin login) =>
        FromOrigin(given, login.InstanceId, login.InstanceName, new(login.AccountKey, login.AccountIdentity, login.Account, login.ToString()));

    // It names the server of its disk, to the command for snapshots alone.
    private static EcsInstanceIdentity FromSnapshot(object given, EcsSnapshot snapshot) => snapshot.Id.Length == 0 || snapshot.AccountKey.Length == 0
        ? Refused(given, EcsErrorId.NotAnInstance, "The snapshot object is incomplete: Id or Account is missing.", "Get the snapshot again with Get-EcsSnapshot.")
        : new EcsInstanceIdentity(given) { Snapshot = snapshot, Id = snapshot.InstanceId ?? "", Origin = new(snapshot.AccountKey, "", snapshot.Account, snapshot.ToString()) };

    // It names its server, to the commands for disks alone.
    private static EcsInstanceIdentity FromDisk(object given, EcsDisk disk) => disk.Id.Length == 0 || disk.AccountKey.Length == 0
        ? Refused(given, EcsErrorId.NotAnInstance, "The disk object is incomplete: Id or Account is missing.", "Get the disk again with Get-EcsDisk.")
        : new EcsInstanceIdentity(given) { Disk = disk, Id = disk.InstanceId ?? "", Origin = new(disk.AccountKey, "", disk.Account, disk.ToString()) };

    /// <summary>The same, refused.</summary>
    internal EcsInstanceIdentity Refuse(string errorId, string message, string action) => Refused(Given, errorId, message, action);

    /// <summary>The same, of a server that was found since.</summary>
    internal EcsInstanceIdentity At(string instanceId) => new(Given) { Id = instanceId, Origin = Origin };

    /// <summary>The refusal of a snapshot, where a server is wanted.</summary>
    internal EcsInstanceIdentity RefuseSnapshot() => NotAServer(Given, typeof(EcsSnapshot).FullName!);

    /// <summary>The refusal of a disk, where a server is wanted.</summary>
    internal EcsInstanceIdentity RefuseDisk() => NotAServer(Given, typeof(EcsDisk).FullName!);

    private static EcsInstanceIdentity NotAServer(object? given, string type) =>
        Refused(given, EcsErrorId.NotAnInstance, $"Cannot use an object of type {type} as a server.", "Pipe objects from Get-EcsInstance, or specify IDs or names as strings.");

    // Both types call these properties the same.
    private static AccountOrigin ReadOrigin(PSObject bag, string what) => new(
        Read(bag, nameof(EcsInstance.AccountKey)), Read(bag, nameof(EcsInstance.AccountIdentity)), Read(bag, nameof(EcsInstance.Account)), what);

    private static string Read(PSObject bag, string property) => bag.Properties[property]?.Value?.ToString() ?? "";

    private static EcsInstanceIdentity Empty(object? given) =>
        Refused(given, EcsErrorId.InvalidInput, "The input is an empty string; a server is required.", "Specify a server, its ID, or its name.");

    private static EcsInstanceIdentity Refused(object? given, string errorId, string message, string action) =>
        new(given) { Refusal = new EcsException(errorId, message) { RecommendedAction = action } };
}
