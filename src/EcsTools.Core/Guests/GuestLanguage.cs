namespace EcsTools.Core.Guests;

/// <summary>What runs a command in a guest.</summary>
public enum GuestLanguage
{
    /// <summary>The shell of Linux.</summary>
    Shell,

    /// <summary>PowerShell of Windows.</summary>
    PowerShell,

    /// <summary>The command processor of Windows.</summary>
    Bat,
}
