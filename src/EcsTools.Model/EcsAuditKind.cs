namespace EcsTools.Model;

/// <summary>What a record of the audit log is about.</summary>
public enum EcsAuditKind : long
{
    /// <summary>A change, before it is sent and when its outcome is known.</summary>
    Change,

    /// <summary>A command in a guest.</summary>
    Command,

    /// <summary>A password that was read.</summary>
    PasswordRead,

    /// <summary>A plan that was signed.</summary>
    Approval,

    /// <summary>A change that a policy refused.</summary>
    Refusal,

    /// <summary>An address of a console that was handed out.</summary>
    ConsoleAccess,
}
