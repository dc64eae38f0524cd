using System.Globalization;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Guests;
using EcsTools.Core.Journaling;
using EcsTools.Core.Tests.Operations;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.Guests;

/// <summary>The first login to a reinstalled server with strict checking, at a real sshd.</summary>
public sealed class ConsoleHostKeysTests(SshLab lab) : IClassFixture<SshLab>, IDisposable
{
    private static readonly EcsInstance Server = new()
    {
        Id = SshLab.InstanceId,
        Name = "lab",
        Cloud = EcsCloud.Alibaba,
        OsType = EcsOsType.Linux,
        Status = EcsInstanceStatus.Running,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-hostkeys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunAsync_KeyIsOnTheConsole_LogsInAndIsKnownFromThenOn()
    {
        lab.Require();
        using ConsoleCloud cloud = new(Boot(minutesAgo: 5) + Block());

        Assert.Null((await RunAsync(cloud, EcsOperationState.Succeeded)).Error);
        Assert.Null((await RunAsync(cloud, EcsOperationState.Succeeded)).Error);

        // The second login knew the key.
        Assert.Equal(1, cloud.Reads);
    }

    [Theory]
    [InlineData(5, EcsOperationState.Unknown)] // nobody knows whether it was reinstalled
    [InlineData(5, EcsOperationState.Failed)]
    [InlineData(90, EcsOperationState.Succeeded)] // printed before it was
    public async Task RunAsync_KeyIsNotProven_IsRefused(int bootMinutesAgo, EcsOperationState state)
    {
        lab.Require();
        using ConsoleCloud cloud = new(Boot(bootMinutesAgo) + Block());

        Assert.Equal(EcsErrorId.HostKeyUnknown, (await RunAsync(cloud, state)).Error?.ErrorId);
        Assert.False(File.Exists(KnownHostsPath));
    }

    [Fact]
    public async Task RunAsync_AnotherKeyIsOnTheConsole_IsRefused()
    {
        lab.Require();
        using ConsoleCloud cloud = new(Boot(minutesAgo: 5) + KeyBlock);

        Assert.Equal(EcsErrorId.HostKeyUnknown, (await RunAsync(cloud, EcsOperationState.Succeeded)).Error?.ErrorId);
    }

    // It answers seconds before its keys are printed.
    [Fact]
    public async Task FindAsync_CloudInitIsAtWork_WaitsForTheKeys()
    {
        using ConsoleCloud cloud = new(Boot(minutesAgo: 5), Boot(minutesAgo: 5) + KeyBlock[..60], Boot(minutesAgo: 5) + KeyBlock);

        Assert.Single(await FindAsync(cloud));
        Assert.Equal(3, cloud.Reads);
    }

    [Fact]
    public async Task FindAsync_CloudInitDoesNotEnd_GivesUpInTime()
    {
        using ConsoleCloud cloud = new(Boot(minutesAgo: 5));

        Assert.Empty(await FindAsync(cloud));
        Assert.Equal(11, cloud.Reads); // every 3 s for 30 s
    }

    [Theory]
    [InlineData("")] // no system, or one without Cloud-Init
    [InlineData("finished")]
    [InlineData("old")]
    public async Task FindAsync_NoKeysCanCome_IsReadOnce(string what)
    {
        string boot = Boot(minutesAgo: what == "old" ? 90 : 5);
        using ConsoleCloud cloud = new(what.Length == 0 ? "[    0.000000] Linux version 6.1\n" : what == "old" ? boot : boot + boot.Split('\n')[1].Replace("running 'init'", "finished", StringComparison.Ordinal));

        Assert.Empty(await FindAsync(cloud));
        Assert.Equal(1, cloud.Reads);
    }

    private static string KeyBlock =>
        "-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f root@lab\n-----END SSH HOST KEY KEYS-----\n";

    private async Task<IReadOnlyList<byte[]>> FindAsync(ConsoleCloud cloud)
    {
        using ConnectedAccount account = Open(cloud, EcsOperationState.Succeeded);
        return await new ConsoleHostKeys(account).FindAsync(Server, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private string KnownHostsPath => Path.Combine(_folder, "known_hosts");

    private async Task<EcsCommandResult> RunAsync(ConsoleCloud cloud, EcsOperationState state)
    {
        using ConnectedAccount account = Open(cloud, state);
        List<EcsCommandResult> results = [];
        GuestCommandRequest request = new(new GuestCommand("id")) { Method = GuestCommandMethod.Ssh, Login = lab.Login() with { KnownHostsPath = KnownHostsPath } };
        await GuestCommands.RunAsync(account, request, [Server], results.Add, TestContext.Current.CancellationToken);
        return results.Single();
    }

    private ConnectedAccount Open(ConsoleCloud cloud, EcsOperationState state)
    {
        ConnectedAccount account = cloud.Open();
        Journal journal = Journal.Open(Path.Combine(_folder, "journal"));
        account.Journal = () => journal;
        journal.Write(new JournalEntry
        {
            OperationId = Guid.NewGuid().ToString("N"),
            Kind = nameof(OperationKind.OsReinstall),
            InstanceId = Server.Id,
            AccountKey = account.Info.AccountKey,
            State = state,
            StartedAt = DateTimeOffset.UtcNow.AddMinutes(-61),
            Steps = [new JournalStep { Kind = StepKind.RebuildSystemDisk, State = JournalStepState.Done, SentAt = DateTimeOffset.UtcNow.AddMinutes(-60) }],
        });
        return account;
    }

    // What a client of OpenSSH knows of the lab's guest.
    private string Block() => "-----BEGIN SSH HOST KEY KEYS-----\n"
        + string.Concat(File.ReadAllLines(lab.KnownHosts).Where(l => l.Length > 0 && l[0] != '#').Select(l => string.Join(' ', l.Split(' ')[1..3]) + " root@lab\n"))
        + "-----END SSH HOST KEY KEYS-----\n";

    private static string Boot(int minutesAgo) => "[    0.000000] Linux version 6.1\n[    8.1] cloud-init[9]: Cloud-init v. 23.1 running 'init' at "
        + DateTimeOffset.UtcNow.AddMinutes(-minutesAgo).ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000. Up 8.1 seconds.\n";

    /// <param name="texts">What it shows at each read; the last from then on.</param>
    private sealed class ConsoleCloud(params string[] texts) : ScriptedCloud, IServerConsole
    {
        public int Reads { get; private set; }

        public bool IsConsoleLive => true;

        public Task<ConsoleText> ReadConsoleAsync(EcsInstance instance, int? lines, CancellationToken cancellation)
        {
            return Task.FromResult(new ConsoleText(texts[Math.Min(Reads++, texts.Length - 1)], null));
        }

        public Task<byte[]> CaptureScreenAsync(EcsInstance instance, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ConsoleAddress> OpenConsoleAsync(EcsInstance instance, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
