namespace EcsTools.Core.Operations;

/// <summary>One thing that a command has sent or waits for.</summary>
/// <param name="What">The kind of operation, or what is waited for.</param>
/// <param name="InstanceId">The server's id.</param>
/// <param name="InstanceName">The server's name.</param>
/// <param name="OperationId">The id under which the journal keeps it; null for what is in no journal.</param>
public sealed record OngoingItem(string What, string InstanceId, string InstanceName, string? OperationId)
{
    /// <inheritdoc/>
    public override string ToString() => Display.Line(
        OperationId is null ? $"{What} of {InstanceName} ({InstanceId})" : $"{OperationId} ({What} of {InstanceName}, {InstanceId})");
}
