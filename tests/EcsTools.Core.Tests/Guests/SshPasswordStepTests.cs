using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Tests.Operations;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Guests;

public sealed class SshPasswordStepTests(SshLab lab) : IClassFixture<SshLab>
{
    private static readonly SshPasswordStep Step = new(new ConsoleHostKeys(new ScriptedCloud().Open()));

    [Theory]
    [InlineData("root", "First-Pass-1")]
    [InlineData("app", "it's $HOME `id` \"quoted\" 1")]
    [InlineData("app", "Pässwörd-ß-1")]
    public async Task The_new_password_logs_in_and_the_old_one_does_not(string user, string password)
    {
        lab.Require();
        StepHandle first = await SendAsync(Target("Old-Password-1", user));
        StepHandle second = await SendAsync(Target(password, user));

        Assert.All([first, second], r => Assert.Equal(nameof(EcsLoginEffect.Now), r.Facts[StepFactKeys.LoginEffect]));
        SshLogin login = lab.Login(user, keyFile: null);
        using (await ConnectAsync(login with { Password = SshLab.Secret(password) }))
        {
            Assert.Equal(EcsErrorId.GuestLoginFailed, (await FailsAsync(() => ConnectAsync(login with { Password = SshLab.Secret("Old-Password-1") }))).ErrorId);
        }
    }

    [Fact]
    public async Task Only_a_hash_arrives()
    {
        lab.Require();
        await SendAsync(Target("Canary-4711-Aa", "app"));

        string line = lab.Shadow.Split('\n').Single(l => l.StartsWith("app:", StringComparison.Ordinal));
        Assert.Matches(@"\Aapp:\$6\$rounds=[0-9]+\$", line);
    }

    [Fact]
    public async Task A_guest_that_is_another_server_is_left_alone()
    {
        lab.Require();
        string before = lab.Shadow;
        EcsException error = await FailsAsync(() => SendAsync(Target("New-Password-1") with { Instance = Instance("i-other") }));

        Assert.Equal((EcsErrorId.GuestMismatch, true), (error.ErrorId, error.WasNotCarriedOut));
        Assert.Equal(before, lab.Shadow);
    }

    [Fact]
    public async Task What_the_metadata_service_says_counts_more_than_a_file_of_the_image()
    {
        lab.Require();
        lab.SayMetadata("i-moved");
        try
        {
            Assert.Equal(EcsErrorId.GuestMismatch, (await FailsAsync(() => SendAsync(Target("New-Password-1")))).ErrorId);
            await SendAsync(Target("New-Password-1") with { Instance = Instance("i-moved") });
        }
        finally
        {
            lab.SayMetadata(null);
        }
    }

    [Fact]
    public async Task A_guest_that_says_nothing_is_changed_only_if_told_so()
    {
        lab.Require();
        string file = lab.PathOf("root/run/cloud-init/.instance-id");
        File.Move(file, file + ".away");
        try
        {
            StepTarget target = Target("New-Password-1");
            Assert.Equal(EcsErrorId.GuestMismatch, (await FailsAsync(() => SendAsync(target))).ErrorId);
            await SendAsync(target with { Options = target.Options with { IgnoredRequirements = [EcsRequirementId.GuestIdentity] } });
            lab.SayMetadata("i-other");
            Assert.Equal(
                EcsErrorId.GuestMismatch,
                (await FailsAsync(() => SendAsync(target with { Options = target.Options with { IgnoredRequirements = [EcsRequirementId.GuestIdentity] } }))).ErrorId);
        }
        finally
        {
            lab.SayMetadata(null);
            File.Move(file + ".away", file);
        }
    }

    [Theory]
    [InlineData("nosuchuser", "root")]
    [InlineData("app", "ops")]
    public async Task What_chpasswd_refuses_is_told(string user, string loginUser)
    {
        lab.Require();
        StepTarget target = Target("Canary-4711-Aa", user);
        EcsException error = await FailsAsync(() => SendAsync(target with { Options = target.Options with { Ssh = lab.Login(loginUser) } }));

        Assert.Equal(EcsErrorId.GuestCommandFailed, error.ErrorId);
        Assert.DoesNotContain("Canary", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("$6$", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nroot")]
    [InlineData("root:x\nroot")]
    [InlineData("$(reboot)")]
    public async Task A_hostile_name_never_reaches_the_guest(string user)
    {
        lab.Require();
        string before = lab.Shadow;

        Assert.Equal(EcsErrorId.InvalidInput, (await FailsAsync(() => SendAsync(Target("New-Password-1", user)))).ErrorId);
        Assert.Equal(before, lab.Shadow);
    }

    [Fact]
    public async Task A_new_host_is_remembered_only_after_it_has_told_who_it_is()
    {
        lab.Require();
        string file = lab.PathOf("met_hosts");
        StepTarget target = Target("New-Password-1");
        target = target with { Options = target.Options with { Ssh = lab.Login() with { KnownHostsPath = file, HostKeyPolicy = HostKeyPolicy.AcceptNew } } };

        await FailsAsync(() => SendAsync(target with { Instance = Instance("i-other") }));
        Assert.False(File.Exists(file));
        await SendAsync(target);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Everything_that_is_missing_is_listed()
    {
        StepTarget target = new(Instance("i-1") with { Status = EcsInstanceStatus.Stopped, PublicIp = null }, new OperationOptions { NewPassword = SshLab.Secret("short") });

        StepPreview preview = (await Step.PreviewAsync([target], TestContext.Current.CancellationToken))[0];

        Assert.Equal(
            [EcsRequirementId.State, EcsRequirementId.GuestLogin, EcsRequirementId.Login],
            preview.Requirements.Where(r => r.Outcome == EcsRequirementOutcome.Failed).Select(r => r.Id));
    }

    private static EcsInstance Instance(string id) => new()
    {
        Id = id,
        Name = "lab",
        Cloud = EcsCloud.Alibaba,
        OsType = EcsOsType.Linux,
        Status = EcsInstanceStatus.Running,
    };

    private static Task<SshGuest> ConnectAsync(SshLogin login) => SshGuest.ConnectAsync("127.0.0.1", login, TestContext.Current.CancellationToken);

    private static Task<StepHandle> SendAsync(StepTarget target) => Step.SendAsync(target, TestContext.Current.CancellationToken);

    private static Task<EcsException> FailsAsync(Func<Task> work) => Assert.ThrowsAsync<EcsException>(work);

    private StepTarget Target(string password, string user = "root") => new(
        Instance(SshLab.InstanceId),
        new OperationOptions { Kind = OperationKind.PasswordReset, UserName = user, NewPassword = SshLab.Secret(password), Ssh = lab.Login() });
}
