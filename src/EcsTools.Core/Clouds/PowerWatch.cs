using System;

using EcsTools.Model;

namespace EcsTools.Core.Clouds;

/// <summary>A server that somebody waits for.</summary>
internal sealed class PowerWatch
{
    /// <summary>Makes a watch.</summary>
    /// <param name="request">What was sent, or what is waited for.</param>
    /// <param name="before">The server as it was before.</param>
    /// <param name="jobId">The cloud's job, or null.</param>
    public PowerWatch(PowerRequest request, EcsInstance before, string? jobId)
    {
        Request = request;
        Before = before;
        JobId = jobId;
    }

    /// <summary>What was sent.</summary>
    public PowerRequest Request { get; }

    /// <summary>The server as it was before.</summary>
    public EcsInstance Before { get; }

    /// <summary>The cloud's job, or null.</summary>
    public string? JobId { get; }

    /// <summary>True if nothing was sent and the state is only waited for, so that no state is a wrong one.</summary>
    public bool IsPassive { get; init; }

    /// <summary>How long ago the call was accepted, by the account's clock; kept by the waiter.</summary>
    public TimeSpan Age { get; set; }

    /// <summary>True once the server was seen on its way, so that a restart is not taken for done before it began.</summary>
    public bool SawPassingState { get; set; }

    /// <summary>The <see cref="Age"/> at which the server was first seen in a state it must not stay in; null while it is in none.</summary>
    public TimeSpan? WrongSince { get; set; }

    /// <summary>True once the cloud said that its job has ended well, so that it is not asked again.</summary>
    public bool JobSucceeded { get; set; }
}
