using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds;

/// <summary>Has the provider check requests for new servers without carrying them out. Servers that are alike but for their names are checked together, since
/// stock and quota have to be enough for all.</summary>
internal static class NewServerDryRun
{
    /// <summary>Checks requests.</summary>
    /// <param name="check">Sends the request for so many servers like this one to be checked; it fails if the provider would refuse it.</param>
    /// <returns>What the provider said of each; null where the request is known to be wanting already, so that it is not asked.</returns>
    public static async Task<EcsRequirement?[]> CheckAsync(IReadOnlyList<NewServerContext> contexts, Func<NewServerContext, int, Task> check)
    {
        EcsRequirement?[] results = new EcsRequirement?[contexts.Count];
        foreach (IGrouping<string, (NewServerContext Context, int Index)> alike in contexts.Select((c, i) => (c, i)).GroupBy(c => Alike(c.c)))
        {
            NewServerContext first = alike.First().Context;
            if (NewServerChecks.Check(first).Any(r => r is { Outcome: EcsRequirementOutcome.Failed, Id: not EcsRequirementId.Name }))
            {
                continue;
            }

            EcsRequirement result = await CheckAsync(() => check(first, alike.Count())).ConfigureAwait(false);
            foreach ((_, int index) in alike)
            {
                results[index] = result;
            }
        }

        return results;
    }

    private static async Task<EcsRequirement> CheckAsync(Func<Task> check)
    {
        try
        {
            await check().ConfigureAwait(false);
            return Requirement.Passed(EcsRequirementId.DryRun, "The provider has checked the request without carrying it out.");
        }
        catch (EcsException error) when (error is { CloudCode: not null, HttpStatus: < 500, ErrorId: not EcsErrorId.ThrottledByService })
        {
            return Requirement.Failed(EcsRequirementId.DryRun, $"The provider would refuse the request: {error.Message}", error.RecommendedAction);
        }
        catch (EcsException error)
        {
            return Requirement.Unknown(EcsRequirementId.DryRun, "Cannot have the provider check the request", error);
        }
    }

    private static string Alike(NewServerContext context) =>
        string.Join("\n", PlanOptions.Write(context.Options).OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"));
}
