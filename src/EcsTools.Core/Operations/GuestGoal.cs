namespace EcsTools.Core.Operations;

/// <summary>What the guest of a server is waited for.</summary>
public enum GuestGoal
{
    /// <summary>Its operating system is not being reinstalled, and it has taken its key or password.</summary>
    Settled,

    /// <summary>The cloud's agent in it answers.</summary>
    Agent,

    /// <summary>It answers in one way or another: by the agent, as an SSH server, or with a login prompt on its console.</summary>
    Guest,
}
