namespace EcsTools.Model;

/// <summary>What runs a command in the guest.</summary>
public enum EcsCommandType : long
{
    /// <summary>The shell on Linux, PowerShell on Windows.</summary>
    Auto,

    /// <summary>The shell (Linux).</summary>
    Shell,

    /// <summary>The command interpreter (Windows).</summary>
    Bat,

    /// <summary>PowerShell (Windows).</summary>
    PowerShell,
}
