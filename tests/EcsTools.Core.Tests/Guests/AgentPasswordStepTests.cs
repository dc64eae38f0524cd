using System.Diagnostics;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Guests;

public sealed class AgentPasswordStepTests : IDisposable
{
    private static readonly CloudCapabilities Capabilities = new() { PowerBatchSize = 1 };
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-agent-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The script is run by a real shell; what stands in for chpasswd shows what arrived.
    [Theory]
    [InlineData("root", "Plain-Pass-1")]
    [InlineData("first.last-2", "quote'; touch hit; echo 'x")]
    [InlineData("_x", "$(touch hit) `touch hit` \"a\" %s \\n")]
    [InlineData("root", "päss wörd\t-1")]
    public async Task The_shell_hands_one_line_to_chpasswd_and_does_nothing_else(string user, string password)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        string seen = Path.Combine(_folder, "seen");
        string tool = Path.Combine(_folder, "chpasswd");
        await File.WriteAllTextAsync(tool, $"#!/bin/sh\necho \"$@\" >'{seen}'\ncat >>'{seen}'\n", TestContext.Current.CancellationToken);
        Process.Start("chmod", ["755", tool]).WaitForExit();

        int exitCode = await RunAsync(AgentPasswordStep.Script(user, SshLab.Secret(password)));

        string[] lines = await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken);
        Assert.Equal((0, "-e", 2), (exitCode, lines[0], lines.Length));
        string[] fields = lines[1].Split(':');
        string[] hash = fields[1].Split('$');
        Assert.Equal(user, fields[0]);
        Assert.Equal(fields[1], Sha512Crypt.Hash(password, hash[3], int.Parse(hash[2].AsSpan("rounds=".Length), System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["chpasswd", "seen"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("a'; reboot; '")]
    [InlineData("a:b")]
    [InlineData("a\nroot")]
    public void What_is_no_name_gets_into_no_script(string user) =>
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => AgentPasswordStep.Script(user, SshLab.Secret("Plain-Pass-1"))).ErrorId);

    [Fact]
    public async Task What_the_guest_confirms_is_set_and_nobody_has_tried_it()
    {
        StepHandle handle = await SendAsync(Result(0));

        Assert.Equal(EcsLoginEffect.Unverified.ToString(), handle.Facts[StepFactKeys.LoginEffect]);
    }

    [Fact]
    public async Task A_refusal_of_the_guest_does_not_quote_the_hash()
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => SendAsync(Result(1, "bad line: root:$6$salt$hash")));

        Assert.Equal((EcsErrorId.GuestCommandFailed, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.DoesNotContain("$6$", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EcsErrorId.GuestCommandTimeout, EcsErrorId.OutcomeUnknown)]
    [InlineData(EcsErrorId.AgentNotInstalled, EcsErrorId.AgentNotInstalled)]
    public async Task A_command_whose_end_was_not_seen_may_have_set_it(string told, string errorId)
    {
        EcsException error = await Assert.ThrowsAsync<EcsException>(() => SendAsync(Result(null) with { Error = new EcsException(told, "No.") }));

        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public async Task The_requirements_are_a_running_Linux_with_an_agent_and_a_password_that_fits()
    {
        IReadOnlyList<StepPreview> previews = await new AgentPasswordStep(new Agent(Result(null)), Capabilities).PreviewAsync(
            [Target(), Target(i => i with { Id = "i-2" }), Target(i => i with { Status = EcsInstanceStatus.Stopped }), Target(i => i with { OsType = EcsOsType.Windows }), Target(password: "short")],
            TestContext.Current.CancellationToken);

        Assert.Equal(
            ["", EcsRequirementId.Agent, EcsRequirementId.State, EcsRequirementId.GuestLogin, EcsRequirementId.Login],
            previews.Select(p => p.Requirements.FirstOrDefault(r => r.Outcome == EcsRequirementOutcome.Failed)?.Id ?? ""));
    }

    private static Task<StepHandle> SendAsync(EcsCommandResult result) => new AgentPasswordStep(new Agent(result), Capabilities).SendAsync(Target(), TestContext.Current.CancellationToken);

    private static StepTarget Target(Func<EcsInstance, EcsInstance>? change = null, string password = "Plain-Pass-1") => new(
        (change ?? (i => i))(new EcsInstance { Id = "i-1", Cloud = EcsCloud.Alibaba, Status = EcsInstanceStatus.Running, OsType = EcsOsType.Linux }),
        new OperationOptions { Kind = OperationKind.PasswordReset, Method = PasswordMethod.Agent, NewPassword = SshLab.Secret(password) });

    private async Task<int> RunAsync(string script)
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-s"])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = _folder,
            Environment = { ["PATH"] = $"{_folder}:/usr/bin:/bin" },
        })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return shell.ExitCode;
    }

    private static EcsCommandResult Result(int? exitCode, string output = "") => new() { Instance = new EcsInstance(), ExitCode = exitCode, Output = output };

    private sealed class Agent(EcsCommandResult result) : IAgentCommands
    {
        public Task<IReadOnlyDictionary<string, EcsException>> FindUnfitAsync(
            IReadOnlyList<EcsInstance> instances, GuestCommand command, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyDictionary<string, EcsException>>(
                instances.Where(i => i.Id != "i-1").ToDictionary(i => i.Id, _ => new EcsException(EcsErrorId.AgentNotInstalled, "No.")));

        public Task<IReadOnlyCollection<string>> FindReadyAsync(IReadOnlyList<EcsInstance> instances, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task RunAsync(IReadOnlyList<EcsInstance> instances, GuestCommand command, Action<EcsCommandResult> onResult, CancellationToken cancellation)
        {
            onResult(result with { Instance = instances[0] });
            return Task.CompletedTask;
        }
    }
}
