namespace EcsTools.Model;

/// <summary>Whether one can log in with a password.</summary>
public enum EcsLoginEffect : long
{
    /// <summary>It was set or read, but nobody has tried it.</summary>
    Unverified,

    /// <summary>It holds from the next start or restart through the cloud on.</summary>
    AfterRestart,

    /// <summary>It was tried, and the guest let us in.</summary>
    Now,
}
