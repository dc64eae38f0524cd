namespace EcsTools.Postgres;

/// <summary>A claim of this process.</summary>
internal sealed class HeldClaim(Guid token)
{
    /// <summary>What the database has of it.</summary>
    public Guid Token { get; } = token;

    /// <summary>True once the database has it.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>True if the database no longer has it: another runner has taken it over.</summary>
    public bool IsLost { get; set; }
}
