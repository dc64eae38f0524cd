namespace EcsTools.Model;

/// <summary>Which host keys are trusted. None of them ever asks anybody.</summary>
public enum HostKeyPolicy : long
{
    /// <summary>Only keys in the file of known hosts.</summary>
    Strict,

    /// <summary>A host that is not in the file is trusted and remembered; one whose key has changed is refused.</summary>
    AcceptNew,

    /// <summary>Only the key with a given fingerprint, whatever the file says.</summary>
    Fingerprint,
}
