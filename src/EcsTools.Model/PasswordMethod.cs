namespace EcsTools.Model;

/// <summary>The ways to give a server a new password.</summary>
public enum PasswordMethod : long
{
    /// <summary>The first way that takes effect at once and whose requirements are met, else the cloud's API.</summary>
    Auto,

    /// <summary>The cloud's API: the administrator's password only, from the next start or restart on.</summary>
    Api,

    /// <summary>A command that the cloud's agent runs in the guest; Linux, at once.</summary>
    Agent,

    /// <summary>A login to the guest over SSH; Linux, at once.</summary>
    Ssh,
}
