namespace EcsTools.Core.Clouds;

/// <summary>A step that was sent to one server, and what was seen of it since, for as long as this program runs.</summary>
/// <param name="target">The server, with what was seen before sending.</param>
/// <param name="handle">The cloud's answer; null if it was lost.</param>
internal sealed class SentStep(StepTarget target, StepHandle? handle)
{
    /// <summary>The server, with what was seen before sending.</summary>
    public StepTarget Target { get; } = target;

    /// <summary>The cloud's answer; null if it was lost.</summary>
    public StepHandle? Handle { get; } = handle;

    /// <summary>True if nothing was sent and a state is only waited for, so that no state is a wrong one.</summary>
    public bool IsPassive { get; init; }

    /// <summary>How long ago it was sent, by the account's clock; kept by the poller.</summary>
    public TimeSpan Age { get; set; }

    /// <summary>True once the server or its disk was seen at work, so that nothing is taken for done before it began.</summary>
    public bool SawWork { get; set; }

    /// <summary>The <see cref="Age"/> at which the server was first seen in a state it must not stay in; null while it is in none.</summary>
    public TimeSpan? WrongSince { get; set; }

    /// <summary>The <see cref="Age"/> at which its job was last asked; null if it was not.</summary>
    public TimeSpan? JobAskedAt { get; set; }

    /// <summary>True once the cloud said that its job has ended well, so that it is not asked again.</summary>
    public bool JobSucceeded { get; set; }

    /// <summary>An id or mark that the cloud's answer gave.</summary>
    /// <param name="fact">The fact's name; see <see cref="StepFactKeys"/>.</param>
    /// <returns>The fact; null if there is none.</returns>
    public string? Receive(string fact) => Handle is not null && Handle.Facts.TryGetValue(fact, out string? value) ? value : null;
}
