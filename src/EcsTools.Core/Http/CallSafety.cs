namespace EcsTools.Core.Http;

/// <summary>Whether a request may be sent again when its answer was lost.</summary>
internal enum CallSafety
{
    /// <summary>Changes nothing; repeated a few times.</summary>
    Read,

    /// <summary>Changes something, but the contract says that repeating does no harm (start, stop, or a ClientToken).</summary>
    Repeatable,

    /// <summary>Must never be sent twice: after a lost answer the outcome is unknown.</summary>
    Once,
}
