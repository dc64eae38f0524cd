using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Tests.Operations;

namespace EcsTools.Core.Tests.Guests;

/// <summary>File systems that are extended in the guest: what is required, what is run there, and what its answer means.</summary>
public sealed class GrowFileSystemStepTests
{
    private static readonly EcsInstance Server = new()
    {
        Id = "i-1",
        Name = "web-01",
        Cloud = EcsCloud.Alibaba,
        OsType = EcsOsType.Linux,
        Status = EcsInstanceStatus.Running,
        PublicIp = "192.0.2.1",
    };

    private static readonly OperationOptions Options = new() { Kind = OperationKind.DiskExtend, GrowFileSystem = true, EndState = EcsEndState.Running, SizeGiB = 60 };

    [Theory]
    [InlineData("agent", EcsRequirementOutcome.Passed, "agent")]
    [InlineData("windows", EcsRequirementOutcome.Failed, "-GrowFileSystem")]
    [InlineData("left stopped", EcsRequirementOutcome.Failed, "-Start")]
    [InlineData("no agent", EcsRequirementOutcome.Failed, "-KeyFile")]
    [InlineData("no address", EcsRequirementOutcome.Failed, "-HostName")]
    [InlineData("key", EcsRequirementOutcome.Passed, "192.0.2.1")]
    [InlineData("not asked", null, "")]
    public async Task Preview_Guest_IsReachedAndOfAKindThatIsExtended(string what, EcsRequirementOutcome? outcome, string words)
    {
        using ConnectedAccount account = (what is "no agent" or "key" ? new ScriptedCloud() : new AgentCloud(Result(0))).Open();
        EcsInstance server = what switch { "windows" => Server with { OsType = EcsOsType.Windows }, "no address" => Server with { PublicIp = null }, _ => Server };
        OperationOptions options = Options with
        {
            GrowFileSystem = what != "not asked",
            EndState = what == "left stopped" ? EcsEndState.Stopped : EcsEndState.Running,
            Ssh = what is "key" or "no address" ? new SshLogin { KeyFile = "k" } : new SshLogin(),
        };

        StepPreview preview = Assert.Single(await new GrowFileSystemStep(account, "d-1").PreviewAsync([new StepTarget(server, options)], CancellationToken.None));

        EcsRequirement? requirement = preview.Requirements.SingleOrDefault();
        Assert.Equal((outcome, outcome is null ? null : EcsRequirementId.GuestLogin), (requirement?.Outcome, requirement?.Id));
        Assert.Contains(words, $"{requirement?.Detail} {requirement?.Remedy}", StringComparison.Ordinal);
        Assert.NotEmpty(preview.Summary);
    }

    [Fact]
    public async Task Send_Agent_RunsTheScriptOfTheDiskAsRoot()
    {
        AgentCloud cloud = new(Result(0, "/dev/vda1 1 2 3"));

        await SendAsync(cloud, Options with { Ssh = new SshLogin { UserName = "admin", CommandTimeout = TimeSpan.FromSeconds(7) } }, "d-abc");

        (EcsInstance instance, GuestCommand command) = Assert.Single(cloud.Commands);
        Assert.Equal(("i-1", EcsCommandType.Shell, TimeSpan.FromSeconds(7)), (instance.Id, command.Kind, command.Timeout));
        Assert.Equal(GrowFileSystemScript.Of("d-abc", 60), command.Content);
    }

    [Fact]
    public async Task Send_SizeIsNotGiven_WaitsForNone()
    {
        AgentCloud cloud = new(Result(0));

        await SendAsync(cloud, Options with { SizeGiB = null }, null);

        Assert.Equal(GrowFileSystemScript.Of(null, 0), Assert.Single(cloud.Commands).Command.Content);
    }

    [Theory]
    [InlineData("progress\nThe guest does not show the disk.\n", "noise\n", "The guest does not show the disk.")]
    [InlineData("  \n", "said on the other\nlast words \n", "last words")]
    [InlineData("", "", "The script ended with 3.")]
    public async Task Send_ScriptFails_SaysItsLastWords(string errors, string output, string expected)
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => SendAsync(new AgentCloud(Result(3, output) with { ErrorOutput = errors }), Options, null));

        Assert.Equal((EcsErrorId.GuestCommandFailed, "i-1", expected), (error.ErrorId, error.InstanceId, error.Message));
        Assert.Contains("growpart", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_GuestCouldNotBeAsked_IsThatError()
    {
        EcsException lost = new(EcsErrorId.GuestCommandTimeout, "No.");

        Assert.Same(lost, await Assert.ThrowsAsync<EcsException>(() => SendAsync(new AgentCloud(Result(null) with { Error = lost }), Options, null)));
        Assert.Equal(EcsErrorId.GuestCommandFailed, (await Assert.ThrowsAsync<EcsException>(() => SendAsync(new AgentCloud(null), Options, null))).ErrorId);
    }

    // The guest's answer is the end: nobody could look later.
    [Fact]
    public async Task Observe_WhatWasSent_IsKnownByItsAnswerAlone()
    {
        using ConnectedAccount account = new AgentCloud(Result(0)).Open();
        GrowFileSystemStep step = new(account, null);

        Assert.Equal(StepKind.GrowFileSystem, step.Kind);
        Assert.Equal(
            [ObservedState.TookEffect, ObservedState.Unknown],
            (await Task.WhenAll(step.ObserveAsync([new SentStep(new StepTarget(Server, Options), new StepHandle()), new SentStep(new StepTarget(Server, Options), null)], CancellationToken.None)))
                .Select(o => o.State));
    }

    private static async Task SendAsync(AgentCloud cloud, OperationOptions options, string? diskId)
    {
        using ConnectedAccount account = cloud.Open();
        await new GrowFileSystemStep(account, diskId).SendAsync([new StepTarget(Server, options)], CancellationToken.None)[0];
    }

    private static EcsCommandResult Result(int? exitCode, string output = "") => new() { Instance = Server, ExitCode = exitCode, Output = output };

    private sealed class AgentCloud(EcsCommandResult? result) : ScriptedCloud, IAgentCommands
    {
        public List<(EcsInstance Instance, GuestCommand Command)> Commands { get; } = [];

        public Task<IReadOnlyDictionary<string, EcsException>> FindUnfitAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyCollection<string>> FindReadyAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RunAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation)
        {
            Commands.Add((instances.Single(), command));
            if (result is not null)
            {
                onResult(result);
            }

            return Task.CompletedTask;
        }
    }
}
