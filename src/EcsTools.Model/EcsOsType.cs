namespace EcsTools.Model;

/// <summary>The family of an operating system.</summary>
public enum EcsOsType : long
{
    /// <summary>The cloud does not tell.</summary>
    Unknown,

    /// <summary>Linux.</summary>
    Linux,

    /// <summary>Windows.</summary>
    Windows,
}
