namespace EcsTools.Sandbox.Fleet;

/// <summary>An order by which a subscription is bought, changed or renewed.</summary>
internal sealed class Order
{
    public required string Id { get; init; }

    public required Server Server { get; init; }

    /// <summary>In the cloud's own number.</summary>
    public int Type { get; init; }

    public required decimal Amount { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PaidAt { get; set; }

    public OrderStatus Status { get; set; } = OrderStatus.Unpaid;

    /// <summary>What the order does once it is carried out.</summary>
    public required Action Carry { get; init; }

    /// <summary>What its end does, however it ends.</summary>
    public Action? Release { get; init; }
}
