namespace EcsTools.Tests.Reliability;

/// <summary>What came of one command under one fault.</summary>
/// <param name="Account">Where.</param>
/// <param name="Command">The cmdlet.</param>
/// <param name="Fault">The fault.</param>
/// <param name="Told">What the user was told.</param>
/// <param name="Settled">What <c>Resume-EcsOperation</c> made of it afterwards; an empty text if nothing was open.</param>
/// <param name="Problems">What is not as it must be.</param>
internal sealed record FaultMatrixResult(string Account, string Command, FaultCase Fault, ReportedOutcome Told, string Settled, IReadOnlyList<string> Problems)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Account}, {Command}, {Fault.Name}: {Told} {Settled} {string.Join("; ", Problems)}";
}
