namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>A size that a region offers, or that a server can be given (docs/contracts/alibaba-ecs.md 3.13).</summary>
/// <param name="Stock">WithStock, ClosedWithStock (low), WithoutStock or ClosedWithoutStock; empty if the cloud does not tell.</param>
/// <param name="Direction">For a subscription, whether it is a change up or down; empty where the cloud makes no difference.</param>
internal sealed record AvailableInstanceType(string Name, string Status, string Stock, string Direction)
{
    /// <summary>A change to a bigger size.</summary>
    public const string Upgrade = "Upgrade";

    /// <summary>A change to a smaller size.</summary>
    public const string Downgrade = "Downgrade";

    /// <summary>A change to a size with as much.</summary>
    public const string Same = "Same";

    /// <summary>True if it is in stock as far as the cloud tells.</summary>
    public bool IsAvailable => string.Equals(Status, "Available", StringComparison.OrdinalIgnoreCase)
        && Stock.IndexOf("WithoutStock", StringComparison.OrdinalIgnoreCase) < 0;
}
