namespace EcsTools.Core.Guests;

/// <summary>What a command in a guest left.</summary>
/// <param name="ExitCode">Its exit code; null if a signal ended it.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="ErrorOutput">What it wrote to its error stream.</param>
/// <param name="IsTruncated">True if it wrote more than is kept.</param>
internal sealed record GuestOutput(int? ExitCode, string Output, string ErrorOutput, bool IsTruncated);
