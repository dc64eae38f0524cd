namespace EcsTools.Core.Operations;

/// <summary>How far an operation is taken.</summary>
internal enum OperationMode
{
    /// <summary>Everything is done, the destructive step too.</summary>
    Run,

    /// <summary>What was sent is judged, and what is left is done where it destroys nothing.</summary>
    Resume,

    /// <summary>What was sent is waited for; nothing is sent.</summary>
    Wait,
}
