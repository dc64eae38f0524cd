namespace EcsTools.Model;

/// <summary>How an operation stands.</summary>
public enum EcsOperationState : long
{
    /// <summary>Accepted by the cloud or under way.</summary>
    Running,

    /// <summary>Took effect and was verified.</summary>
    Succeeded,

    /// <summary>The cloud says that it failed, or refused it.</summary>
    Failed,

    /// <summary>Whether it took effect is not known: the answer was lost and the cloud's state gives no proof.</summary>
    Unknown,

    /// <summary>Given up before anything destructive was sent.</summary>
    Abandoned,

    /// <summary>Open, and the command or process that carried it out has ended. What it has sent may continue at the provider.</summary>
    Interrupted,
}
