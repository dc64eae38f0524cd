namespace EcsTools.Core.Clouds;

/// <summary>Which servers are wanted. Conditions are combined by AND, the values within one by OR, letter case does not matter.</summary>
public sealed record InstanceQuery
{
    private static readonly IReadOnlyDictionary<string, string?> NoTags = new Dictionary<string, string?>();
    private readonly NamePattern[] _names = [];
    private readonly NamePattern[] _sizes = [];

    /// <summary>Ids; empty for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = Array.Empty<string>();

    /// <summary>Names, with wildcards; see <see cref="NamePattern"/>. Empty for all.</summary>
    public IReadOnlyList<string> Names
    {
        get;
        init
        {
            field = value;
            _names = [.. value.Select(NamePattern.Parse)];
        }
    } = Array.Empty<string>();

    /// <summary>The name if one is wanted that holds no wildcards and needs no backtick, and no others; otherwise, null.</summary>
    internal string? OnlyName => Names.Count == 1 && !NamePattern.HasWildcards(Names[0]) && NamePattern.Unescape(Names[0]) == Names[0] ? Names[0] : null;

    /// <summary>States; empty for all.</summary>
    public IReadOnlyList<EcsInstanceStatus> Statuses { get; init; } = Array.Empty<EcsInstanceStatus>();

    /// <summary>Tags that must be there; a null value means any value.</summary>
    public IReadOnlyDictionary<string, string?> Tags { get; init; } = NoTags;

    /// <summary>Sizes, with wildcards; empty for all.</summary>
    public IReadOnlyList<string> Sizes
    {
        get;
        init
        {
            field = value;
            _sizes = [.. value.Select(NamePattern.Parse)];
        }
    } = Array.Empty<string>();

    /// <summary>Zones; empty for all.</summary>
    public IReadOnlyList<string> Zones { get; init; } = Array.Empty<string>();

    /// <summary>VPCs; empty for all.</summary>
    public IReadOnlyList<string> VpcIds { get; init; } = Array.Empty<string>();

    /// <summary>Public or private addresses; empty for all.</summary>
    public IReadOnlyList<string> IpAddresses { get; init; } = Array.Empty<string>();

    /// <summary>Lock reasons; empty for all.</summary>
    public IReadOnlyList<string> LockReasons { get; init; } = Array.Empty<string>();

    /// <summary>How it is paid for; null for all.</summary>
    public EcsChargeType? ChargeType { get; init; }

    /// <summary>True for servers too that are probably temporary ones of a running reinstallation; whoever names one by id or exact name gets it anyway.</summary>
    public bool IncludeTemporary { get; init; }

    /// <summary>Tells whether a server is wanted; applied to every row, whatever the cloud has filtered already.</summary>
    /// <returns>True if all conditions hold.</returns>
    public bool Matches(EcsInstance instance) =>
        (Ids.Count == 0 || Ids.Any(id => Same(id, instance.Id)))
        && (_names.Length == 0 || Array.Exists(_names, name => name.Fits(instance.Name)))
        && (Statuses.Count == 0 || Statuses.Contains(instance.Status))
        && (Tags.Count == 0 || Tags.All(tag => instance.Tags.TryGetValue(tag.Key, out string? value) && (tag.Value is null || tag.Value == value)))
        && (_sizes.Length == 0 || Array.Exists(_sizes, size => size.Fits(instance.Size)))
        && (Zones.Count == 0 || Zones.Any(zone => Same(zone, instance.Zone)))
        && (VpcIds.Count == 0 || VpcIds.Any(vpc => Same(vpc, instance.VpcId)))
        && (IpAddresses.Count == 0 || IpAddresses.Any(ip => instance.PublicIps.Contains(ip) || instance.PrivateIps.Contains(ip)))
        && (LockReasons.Count == 0 || LockReasons.Any(reason => instance.LockReasons.Contains(reason, StringComparer.OrdinalIgnoreCase)))
        && (ChargeType is null || ChargeType == instance.ChargeType)
        && (IncludeTemporary || !instance.IsTemporary || Ids.Count > 0 || Names.Any(name => Same(NamePattern.Unescape(name), instance.Name)));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
