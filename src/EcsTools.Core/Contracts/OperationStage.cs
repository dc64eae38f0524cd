namespace EcsTools.Core.Contracts;

/// <summary>What an operation does, in the order in which its <see cref="OperationDefinition"/> names it; each where it is needed.</summary>
internal enum OperationStage
{
    /// <summary>Stop the server, where that was asked for.</summary>
    Stop,

    /// <summary>Make a backup and prove it, where one was chosen.</summary>
    Backup,

    /// <summary>Look at the server once more, and do what the operation is about.</summary>
    Main,

    /// <summary>Attach the disk again that was detached for what the operation is about.</summary>
    Attach,

    /// <summary>Confirm what holds only when it is confirmed, or undo it where the user's check says no.</summary>
    Verdict,

    /// <summary>Bring the server into the state in which the plan leaves it.</summary>
    Power,

    /// <summary>Restart the server, where what was done holds only from then on.</summary>
    Restart,

    /// <summary>Do what can wait until the server is as the plan leaves it: give a new disk what the old one had, extend a file system, change a
    /// bandwidth.</summary>
    FollowUps,
}
