using System;
using System.Collections.Generic;

using EcsTools.Model;

namespace EcsTools.Core.Contracts;

/// <summary>What one kind of operation consists of, the same on every cloud.</summary>
/// <param name="Main">The step that does what the user asked for.</param>
/// <param name="Destroys">True if that step destroys data or the server, so that it is never sent without a fresh yes.</param>
/// <param name="Running">The status to show while the main step runs.</param>
internal sealed record OperationShape(StepKind Main, bool Destroys, EcsInstanceStatus Running = EcsInstanceStatus.Unknown)
{
    private static readonly Dictionary<OperationKind, OperationShape> Shapes = new()
    {
        [OperationKind.OsReinstall] = new(StepKind.RebuildSystemDisk, Destroys: true, EcsInstanceStatus.Reinstalling),
        [OperationKind.SystemDiskReset] = new(StepKind.RebuildSystemDisk, Destroys: true, EcsInstanceStatus.Reinstalling),
        [OperationKind.SystemDiskSwitch] = new(StepKind.RebuildSystemDisk, Destroys: true, EcsInstanceStatus.ChangingOs),
        [OperationKind.Resize] = new(StepKind.Resize, Destroys: false, EcsInstanceStatus.Resizing),
        [OperationKind.Release] = new(StepKind.Release, Destroys: true, EcsInstanceStatus.Deleting),
        [OperationKind.SnapshotCreate] = new(StepKind.CreateSnapshot, Destroys: false),
        [OperationKind.SnapshotRestore] = new(StepKind.RestoreSnapshot, Destroys: true),
        [OperationKind.ImageCreate] = new(StepKind.CreateImage, Destroys: false),
        [OperationKind.PasswordReset] = new(StepKind.ResetPassword, Destroys: false),
        [OperationKind.PasswordRemove] = new(StepKind.DeletePassword, Destroys: true),
        [OperationKind.Restart] = new(StepKind.Restart, Destroys: false),
    };

    /// <summary>How long such an operation is waited for where nobody says otherwise.</summary>
    public TimeSpan Timeout => Main switch
    {
        StepKind.Restart => TimeSpan.FromMinutes(10),
        StepKind.Resize => TimeSpan.FromMinutes(20),
        StepKind.CreateSnapshot or StepKind.CreateImage => TimeSpan.FromMinutes(90),
        _ => TimeSpan.FromMinutes(40),
    };

    /// <summary>The shape of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Its shape.</returns>
    public static OperationShape Of(OperationKind kind) => Shapes[kind];

    /// <summary>The shape of a kind as the journal names it.</summary>
    /// <param name="kind">The name.</param>
    /// <returns>Its shape, or null for a kind this version does not know.</returns>
    public static OperationShape? Of(string kind) => Enum.TryParse(kind, out OperationKind known) ? Of(known) : null;

    /// <summary>Decides how the server is left: as it was found, except that a reinstall or a switch leaves it running.</summary>
    /// <param name="instance">The server as found.</param>
    /// <param name="options">What the user chose.</param>
    /// <returns>The end state.</returns>
    public static EcsEndState FindEndState(EcsInstance instance, OperationOptions options) =>
        options.Kind == OperationKind.Release ? EcsEndState.Deleted
        : options.LeaveStopped ? EcsEndState.Stopped
        : options.Start || options.Kind is OperationKind.OsReinstall or OperationKind.SystemDiskSwitch ? EcsEndState.Running
        : instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Starting or EcsInstanceStatus.Restarting ? EcsEndState.Running
        : EcsEndState.Stopped;

    /// <summary>Decides whether the operation itself sees to it that the server runs at the end. What does not touch the power does not.</summary>
    /// <param name="instance">The server as found.</param>
    /// <param name="options">What the user chose, with the end state.</param>
    /// <returns>True if it starts the server when it does not run by itself.</returns>
    public static bool Starts(EcsInstance instance, OperationOptions options) => options.EndState == EcsEndState.Running
        && (options.Start || Of(options.Kind).Main == StepKind.RebuildSystemDisk || NeedsStop(instance, options));

    /// <summary>Decides whether the operation itself sees to it that the server is stopped at the end.</summary>
    /// <param name="options">What the user chose, with the end state.</param>
    /// <returns>True if it stops the server when the provider has started it.</returns>
    public static bool Stops(OperationOptions options) => options.EndState == EcsEndState.Stopped
        && (options.LeaveStopped || Of(options.Kind).Main == StepKind.RebuildSystemDisk);

    /// <summary>Tells whether the server has to be stopped before the main step.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="options">What the user chose.</param>
    /// <returns>True if it runs and the user allowed to stop it.</returns>
    public static bool NeedsStop(EcsInstance instance, OperationOptions options) =>
        options.StopFirst && instance.Status is EcsInstanceStatus.Running or EcsInstanceStatus.Stopping or EcsInstanceStatus.Starting;
}
