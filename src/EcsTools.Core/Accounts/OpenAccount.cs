using System;

using EcsTools.Core.Clouds;
using EcsTools.Core.Guests;
using EcsTools.Core.Operations;
using EcsTools.Core.Waiting;
using EcsTools.Model;

namespace EcsTools.Core.Accounts;

/// <summary>An account that is open: what the user sees of it, and what speaks to its cloud.</summary>
public sealed class OpenAccount : IDisposable
{
    internal OpenAccount(EcsAccount info, ICloud cloud, TimeProvider time)
    {
        Info = info;
        Cloud = cloud;
        Time = time;
        PowerWaiter = new PowerWaiter(cloud, time);
    }

    /// <summary>What the user sees.</summary>
    public EcsAccount Info { get; internal set; }

    internal ICloud Cloud { get; }

    internal TimeProvider Time { get; }

    /// <summary>The clock on the wall.</summary>
    internal TimeProvider Wall { get; } = TimeProvider.System;

    internal PowerWaiter PowerWaiter { get; }

    /// <summary>The way to do a step here: the cloud's own, or ours in the guest.</summary>
    /// <param name="kind">The kind of step.</param>
    /// <returns>The step, or null if it is not offered.</returns>
    internal ICloudStep? FindStep(StepKind kind) => kind == StepKind.ResetPassword ? new PasswordStep(Cloud, Info.Cloud) : Cloud.FindStep(kind);

    /// <summary>Ends the account's connections. Nothing at the cloud changes.</summary>
    public void Dispose() => Cloud.Dispose();
}
