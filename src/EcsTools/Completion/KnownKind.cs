namespace EcsTools.Completion;

/// <summary>What completion knows of an account.</summary>
internal enum KnownKind
{
    Instance,
    Size,
    Image,
    KeyPair,
    Region,
    Disk,
    Snapshot,
    Zone,
    Network,
    Vpc,
    SecurityGroup,
    Event,
    LockReason,
    Tag,
}
