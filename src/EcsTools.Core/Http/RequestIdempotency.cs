namespace EcsTools.Core.Http;

/// <summary>Whether a request may be sent again when its answer was lost.</summary>
internal enum RequestIdempotency
{
    /// <summary>Changes nothing; repeated a few times.</summary>
    ReadOnly,

    /// <summary>Changes something, but the contract says that repeating does no harm (start, stop, or a ClientToken).</summary>
    Idempotent,

    /// <summary>Must never be sent twice: after a lost answer the outcome is unknown.</summary>
    NonIdempotent,
}
