namespace EcsTools.Sandbox.Fleet;

internal enum MaintenancePhase
{
    /// <summary>Waits for the user's consent.</summary>
    Inquiring,
    Scheduled,
    Executing,
    Completed,
}
