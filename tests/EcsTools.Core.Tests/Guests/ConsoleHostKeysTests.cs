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
        using ConsoleCloud cloud = new(Boot(minutesAgo: 5) + "-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f root@lab\n-----END SSH HOST KEY KEYS-----\n");

        Assert.Equal(EcsErrorId.HostKeyUnknown, (await RunAsync(cloud, EcsOperationState.Succeeded)).Error?.ErrorId);
    }

    private string KnownHostsPath => Path.Combine(_folder, "known_hosts");

    private async Task<EcsCommandResult> RunAsync(ConsoleCloud cloud, EcsOperationState state)
    {
        using ConnectedAccount account = cloud.Open();
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
        List<EcsCommandResult> results = [];
        GuestCommandRequest request = new(new GuestCommand("id")) { Method = GuestCommandMethod.Ssh, Login = lab.Login() with { KnownHostsPath = KnownHostsPath } };
        await GuestCommands.RunAsync(account, request, [Server], results.Add, TestContext.Current.CancellationToken);
        return results.Single();
    }

    // What a client of OpenSSH knows of the lab's guest.
    private string Block() => "-----BEGIN SSH HOST KEY KEYS-----\n"
        + string.Concat(File.ReadAllLines(lab.KnownHosts).Where(l => l.Length > 0 && l[0] != '#').Select(l => string.Join(' ', l.Split(' ')[1..3]) + " root@lab\n"))
        + "-----END SSH HOST KEY KEYS-----\n";

    private static string Boot(int minutesAgo) => "[    0.000000] Linux version 6.1\n[    8.1] cloud-init[9]: Cloud-init v. 23.1 running 'init' at "
        + DateTimeOffset.UtcNow.AddMinutes(-minutesAgo).ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000. Up 8.1 seconds.\n";

    private sealed class ConsoleCloud(string text) : ScriptedCloud, IServerConsole
    {
        public int Reads { get; private set; }

        public bool IsConsoleLive => true;

        public Task<ConsoleText> ReadConsoleAsync(EcsInstance instance, int? lines, CancellationToken cancellation)
        {
            Reads++;
            return Task.FromResult(new ConsoleText(text, null));
        }

        public Task<byte[]> CaptureScreenAsync(EcsInstance instance, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ConsoleAddress> OpenConsoleAsync(EcsInstance instance, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
