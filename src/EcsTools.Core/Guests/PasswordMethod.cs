namespace EcsTools.Core.Guests;

/// <summary>The ways to set a password.</summary>
public enum PasswordMethod
{
    /// <summary>On a running server the first that is effective at once and whose requirements are met; else the cloud's API.</summary>
    Auto,

    /// <summary>Through the cloud's API: effective after a start or restart.</summary>
    Api,

    /// <summary>By a command that the cloud's agent runs in the guest (Linux).</summary>
    Agent,

    /// <summary>In the guest, over SSH (Linux).</summary>
    Ssh,
}
