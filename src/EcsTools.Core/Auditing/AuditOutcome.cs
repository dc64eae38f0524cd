namespace EcsTools.Core.Auditing;

/// <summary>How a recorded change stands. They are data: the log holds them.</summary>
public static class AuditOutcome
{
    /// <summary>About to be sent.</summary>
    public const string Sending = "Sending";

    /// <summary>Taken by the cloud; what comes of it is not known yet.</summary>
    public const string Accepted = "Accepted";

    /// <summary>Took effect.</summary>
    public const string Done = "Done";

    /// <summary>Refused by the cloud, or failed.</summary>
    public const string Failed = "Failed";

    /// <summary>Nobody knows.</summary>
    public const string Unknown = "Unknown";

    /// <summary>Refused by a policy; nothing was sent.</summary>
    public const string Denied = "Denied";
}
