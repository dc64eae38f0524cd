using System.Globalization;

namespace EcsTools.Sandbox.Fleet;

/// <summary>The orders of an account: unpaid, then processing, then completed; or cancelled while unpaid.</summary>
internal sealed class OrderBook(RegionBackend backend)
{
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);

    /// <summary>The money left; an order that it does not cover stays unpaid, also if it is to be paid at once.</summary>
    public decimal Balance { get; set; } = 1_000_000;

    public IEnumerable<Order> All => _orders.Values;

    public Order? Find(string id) => _orders.TryGetValue(id, out Order? order) ? order : null;

    /// <summary>Places an order, and pays it if asked.</summary>
    public Order Place(Server server, int type, decimal amount, bool pay, Action carry, Action? release = null)
    {
        Order order = new()
        {
            Id = backend.Cloud == SandboxCloud.Alibaba
                ? (204_135_153_880_000L + _orders.Count).ToString(CultureInfo.InvariantCulture)
                : "CS" + backend.NewUuid().Replace("-", "").Substring(0, 16).ToUpperInvariant(),
            Server = server,
            Type = type,
            Amount = amount,
            CreatedAt = backend.Now,
            Carry = carry,
            Release = release,
        };
        _orders.Add(order.Id, order);
        backend.Count("order");
        server.HasUnpaidOrder = true;
        if (pay)
        {
            Pay(order);
        }

        return order;
    }

    /// <summary>Returns false if the balance is too low or the order is not unpaid.</summary>
    public bool Pay(Order order)
    {
        if (order.Status != OrderStatus.Unpaid || Balance < order.Amount)
        {
            return false;
        }

        Balance -= order.Amount;
        backend.Count("payment");
        (order.Status, order.PaidAt) = (OrderStatus.Processing, backend.Now);
        backend.Events.After(backend.Delays.Order, () =>
        {
            End(order, OrderStatus.Completed);
            order.Carry();
        });
        return true;
    }

    /// <summary>Returns false if the order is not unpaid.</summary>
    public bool Cancel(Order order)
    {
        if (order.Status != OrderStatus.Unpaid)
        {
            return false;
        }

        End(order, OrderStatus.Cancelled);
        return true;
    }

    public void Refund(decimal amount)
    {
        Balance += amount;
        backend.Count("refund");
    }

    private void End(Order order, OrderStatus status)
    {
        order.Status = status;
        order.Server.HasUnpaidOrder = _orders.Values.Any(o => o.Server == order.Server && o.Status is OrderStatus.Unpaid or OrderStatus.Processing);
        order.Release?.Invoke();
    }
}
