namespace EcsTools.Benchmarks;

/// <summary>What passed until a prompt stood.</summary>
/// <param name="Wall">Milliseconds on the wall.</param>
/// <param name="Cpu">Milliseconds of processor time.</param>
internal sealed record PromptTime(double Wall, double Cpu);
