namespace EcsTools.Core.Contracts;

/// <summary>A command to be run in the guests of servers.</summary>
/// <param name="Content">The script's text.</param>
public sealed record GuestCommand(string Content)
{
    private static readonly IReadOnlyDictionary<string, string> NoParameters = new Dictionary<string, string>();

    /// <summary>What runs it.</summary>
    public EcsCommandType Kind { get; init; }

    /// <summary>Who it runs as; null for the agent's default (root, System).</summary>
    public string? UserName { get; init; }

    /// <summary>The folder it runs in; null for the default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How long it may run in the guest before it is killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Values for <c>{{name}}</c> in the content.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = NoParameters;

    /// <summary>What runs it.</summary>
    /// <returns>The kind only: the text may hold what nobody else should read.</returns>
    public override string ToString() => Kind.ToString();

    /// <summary>What runs it on an operating system.</summary>
    /// <returns>The kind, never <see cref="EcsCommandType.Auto"/>.</returns>
    public EcsCommandType KindFor(EcsOsType os) => Kind != EcsCommandType.Auto ? Kind
        : os == EcsOsType.Windows ? EcsCommandType.PowerShell
        : EcsCommandType.Shell;
}
