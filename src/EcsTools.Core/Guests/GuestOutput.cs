namespace EcsTools.Core.Guests;

/// <summary>What a command in a guest left.</summary>
/// <param name="ExitCode">Its exit code; null if a signal ended it.</param>
internal sealed record GuestOutput(int? ExitCode, string Output, string ErrorOutput, bool IsTruncated);
