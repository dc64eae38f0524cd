namespace EcsTools.Tests.Reliability;

/// <summary>What a user is told of a command in the end.</summary>
internal enum ReportedOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It was not carried out.</summary>
    NotDone,

    /// <summary>It was accepted, and failed at the cloud or goes on there.</summary>
    NotEnded,

    /// <summary>It is not known whether it took effect.</summary>
    Unknown,

    /// <summary>This machine cannot play the fault.</summary>
    NotPlayed,
}
