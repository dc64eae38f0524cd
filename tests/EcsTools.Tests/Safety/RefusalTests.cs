using EcsTools.Tests.Commands;

namespace EcsTools.Tests.Safety;

/// <summary>Every refusal has one form: the server, what is not met, and its id; several are a list, and so is what to do.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Refusal_OneRequirement_IsServerDetailAndId()
    {
        (EcsException error, EcsRequirement[] failed) = Refuse("web-01");

        EcsRequirement only = Assert.Single(failed);
        Assert.Equal(($"Skipped {_bench.Get("web-01")}: {only.Detail} ({only.Id})", only.Remedy), (error.Message, error.RecommendedAction));
    }

    [Fact]
    public void Refusal_SeveralRequirements_IsAListWithAnActionForEach()
    {
        (EcsException error, EcsRequirement[] failed) = Refuse("diskless-01 -ImageId none");

        Assert.True(failed.Length > 1);
        Assert.Equal(failed.OrderByDescending(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => $"  {r.Id}: {r.Detail}"), error.Message.Split('\n').Skip(1));
        Assert.All(failed.Where(r => r.Remedy is not null), r => Assert.Contains(
            error.RecommendedAction!.Split('\n'), line => line.EndsWith($": {r.Remedy}", StringComparison.Ordinal) && line.Contains(r.Id, StringComparison.Ordinal)));
    }

    private (EcsException Error, EcsRequirement[] Failed) Refuse(string arguments)
    {
        string command = $"Switch-EcsSystemDisk {(arguments.Contains("-ImageId", StringComparison.Ordinal) ? arguments : $"{arguments} -ImageId (Get-EcsInstance db-01).ImageId")} -Backup None";
        EcsException error = (EcsException)Assert.Single(_bench.Invoke($"{command} -Confirm:$false").Errors).Exception;
        return (error, [.. _bench.Run<EcsPlan>($"{command} -PlanOnly").Single().Requirements.Where(r => r.Outcome is EcsRequirementOutcome.Failed or EcsRequirementOutcome.Unknown)]);
    }
}
