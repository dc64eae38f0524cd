using EcsTools.Core.Operations;

namespace EcsTools.Internal;

/// <summary>What a command says that ends before what it has sent.</summary>
internal static class OngoingText
{
    /// <summary>Names what may continue at the provider, and how to wait for it.</summary>
    /// <param name="left">What is left; at least one.</param>
    public static string Describe(IReadOnlyList<OngoingItem> left)
    {
        OngoingItem[] operations = [.. left.Where(i => i.OperationId is not null)];
        OngoingItem[] others = [.. left.Where(i => i.OperationId is null)];
        List<string> sentences = ["The command ended before the operations that it waited for."];
        if (operations.Length > 0)
        {
            sentences.Add($"{Count(operations.Length, "operation")} may continue at the provider: {string.Join(", ", operations.Select(i => i.ToString()))}.");
            sentences.Add($"To wait, run Wait-EcsOperation {string.Join(", ", operations.Select(i => i.OperationId))}. To finish what is left to do, run Resume-EcsOperation.");
        }

        if (others.Length > 0)
        {
            sentences.Add($"{Count(others.Length, "server")} may still change: {string.Join(", ", others.Select(i => i.ToString()))}.");
            string goal = others.All(i => i.What == nameof(OperationKind.Stop)) ? " -For Stopped" : "";
            sentences.Add($"To wait, run Wait-EcsInstance -Id {string.Join(", ", others.Select(i => i.InstanceId))}{goal}.");
        }

        return string.Join(" ", sentences);
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
