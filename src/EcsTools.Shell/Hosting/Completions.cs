using System.Collections.Generic;

namespace EcsTools.Shell.Hosting;

/// <summary>What part of a line may become.</summary>
/// <param name="Start">Where the part begins; negative if that is not in this line.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Matches">The texts that may stand there, each with what is told of it.</param>
internal sealed record Completions(int Start, int Length, IReadOnlyList<(string Text, string Tip)> Matches);
