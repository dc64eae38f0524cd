namespace EcsTools.Sandbox.Fleet;

internal enum OrderStatus
{
    Unpaid,
    Processing,
    Cancelled,
    Completed,
}
