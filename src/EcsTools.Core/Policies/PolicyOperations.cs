using EcsTools.Core.Contracts;

namespace EcsTools.Core.Policies;

/// <summary>The names by which a policy knows changes and their sub-steps. They are data: policy files hold them.</summary>
public static class PolicyOperations
{
    /// <summary>A start, also the one at the end of an operation.</summary>
    public const string Start = "Start";

    /// <summary>A stop, also the one before an operation.</summary>
    public const string Stop = "Stop";

    /// <summary>A restart, also the one after a password reset.</summary>
    public const string Restart = "Restart";

    /// <summary>A new name, description or deletion protection.</summary>
    public const string Set = "Set";

    /// <summary>The end of a deletion protection, beside <see cref="Set"/>.</summary>
    public const string Unprotect = "Unprotect";

    /// <summary>The consent to an event of the provider, which then restarts or moves the server.</summary>
    public const string AcceptEvent = "AcceptEvent";

    /// <summary>A command in a guest.</summary>
    public const string Command = "Command";

    /// <summary>What is left of an operation that was left open, beside its kind.</summary>
    public const string Resume = "Resume";

    /// <summary>A new key pair.</summary>
    public const string KeyPairCreate = "KeyPairCreate";

    /// <summary>A public key that is imported as a key pair.</summary>
    public const string KeyPairImport = "KeyPairImport";

    /// <summary>The deletion of a key pair.</summary>
    public const string KeyPairRemove = "KeyPairRemove";

    /// <summary>Another key pair of a server, beside <see cref="Set"/>.</summary>
    public const string KeyPairAttach = "KeyPairAttach";

    /// <summary>Tags that are set.</summary>
    public const string TagAdd = "TagAdd";

    /// <summary>Tags that are removed.</summary>
    public const string TagRemove = "TagRemove";

    /// <summary>The deletion of a snapshot.</summary>
    public const string RemoveSnapshot = "SnapshotRemove";

    /// <summary>The deletion of an image.</summary>
    public const string RemoveImage = "ImageRemove";

    // What they delete does not come back, but there is no plan of it that could be approved.
    private static readonly HashSet<string> Irrevocable = new(StringComparer.OrdinalIgnoreCase) { RemoveSnapshot, RemoveImage };

    // They lose nothing that a backup would bring back, and have no plan of their own.
    private static readonly HashSet<string> Unplanned = new(StringComparer.OrdinalIgnoreCase)
    {
        Start, Stop, Restart, Set, Unprotect, AcceptEvent, Command, Resume, KeyPairAttach, KeyPairCreate, KeyPairImport, KeyPairRemove, TagAdd, TagRemove,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OperationDefinition.All.Select(k => k.ToString()).Union(Unplanned, StringComparer.OrdinalIgnoreCase).Union(Irrevocable, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Tells whether a change has a plan that could be approved, and perhaps a backup.</summary>
    /// <param name="operation">Its name.</param>
    /// <returns>False for what is sent without a plan.</returns>
    public static bool IsPlanned(string operation) => !Unplanned.Contains(operation) && !IsIrrevocable(operation);

    /// <summary>Determines whether a change without a plan destroys something for good, so that a rule which demands a plan or an approval denies it.</summary>
    public static bool IsIrrevocable(string operation) => Irrevocable.Contains(operation);
}
