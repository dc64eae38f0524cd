namespace EcsTools.Model;

/// <summary>How an operation leaves a server.</summary>
public enum EcsEndState : long
{
    /// <summary>Running.</summary>
    Running,

    /// <summary>Stopped.</summary>
    Stopped,

    /// <summary>Deleted.</summary>
    Deleted,

    /// <summary>In rescue: another system has its system disk.</summary>
    Rescued,
}
