using System.Collections.Concurrent;
using System.Text.RegularExpressions;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Guests;
using EcsTools.Core.Tests.Operations;

namespace EcsTools.Core.Tests.Guests;

/// <summary>Consoles as they are read, waited for and followed: what comes out, when it ends, and with which error.</summary>
public sealed class GuestConsoleTests : IDisposable
{
    private static readonly EcsInstance Server = new() { Id = "i-1", Name = "web-01", Account = "test", AccountKey = "Alibaba/1/r", Region = "r" };
    private static readonly EcsInstance Other = Server with { Id = "i-2", Name = "web-02" };
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-console-").FullName;
    private readonly ConsoleCloud _cloud = new();
    private readonly ConnectedAccount _account;

    public GuestConsoleTests() => _account = _cloud.Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _account.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(null, "a\nb\nc\n")]
    [InlineData(2, "b\nc\n")]
    public async Task Read_Lines_GivesTheLastWithWhereTheyAreFrom(int? lines, string expected)
    {
        (_cloud.IsConsoleLive, _cloud.RecordedAt) = (false, DateTimeOffset.UnixEpoch);
        _cloud.Says("a\nb\nc\n");

        EcsConsoleOutput output = await GuestConsole.ReadAsync(_account, Server, lines, Cancellation);

        Assert.Equal(
            new EcsConsoleOutput
            {
                InstanceId = "i-1",
                InstanceName = "web-01",
                Text = expected,
                IsLive = false,
                RecordedAt = DateTimeOffset.UnixEpoch,
                Account = "test",
                AccountKey = "Alibaba/1/r",
                Region = "r",
            },
            output);
        Assert.Equal([lines], _cloud.Asked);
    }

    [Fact]
    public async Task AnyUse_CloudWithoutConsoles_IsNotSupported()
    {
        using ConnectedAccount account = new ScriptedCloud().Open();

        foreach (Func<Task> use in new Func<Task>[]
        {
            () => GuestConsole.ReadAsync(account, Server, null, Cancellation),
            () => GuestConsole.WaitAsync(account, Server, new Regex("a"), null, TimeSpan.Zero, Cancellation),
            () => GuestConsole.OpenAsync(account, Server, Cancellation),
            () => GuestConsole.CaptureAsync(account, Server, Path.Combine(_folder, "a.png"), Cancellation),
        })
        {
            EcsException error = await Assert.ThrowsAsync<EcsException>(use);
            Assert.Equal((EcsErrorId.NotSupported, "i-1"), (error.ErrorId, error.InstanceId));
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    // A server that restarts has no console for a while; every text is searched whole, whatever is returned of it.
    [Fact]
    public async Task Wait_TextComesLater_IsReturnedWithItsLastLines()
    {
        _cloud.Says("one\n");
        _cloud.Fails(EcsErrorId.IncorrectState);
        _cloud.Says("one\nready\ntwo\n");
        WarningLog log = new();
        using IDisposable use = AmbientLog.Use(log);

        EcsConsoleOutput output = await GuestConsole.WaitAsync(_account, Server, new Regex("ready"), 1, TimeSpan.FromMinutes(1), Cancellation);

        Assert.Equal(("two\n", "i-1", true), (output.Text, output.InstanceId, output.IsLive));
        Assert.Equal([null, null, null], _cloud.Asked);
        Assert.Equal(2, _cloud.Waits);
        Assert.Equal([false, false, true], log.Reports.Select(r => r.Finished));
        Assert.All(log.Reports, r => Assert.Equal(("i-1", "web-01"), (r.InstanceId, r.InstanceName)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 3)]
    [InlineData(10, 3)]
    [InlineData(11, 4)]
    public async Task Wait_TextNeverComes_TimesOut(int seconds, int reads)
    {
        _cloud.Says("one\n");

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => GuestConsole.WaitAsync(_account, Server, new Regex("ready"), null, TimeSpan.FromSeconds(seconds), Cancellation));

        Assert.Equal((EcsErrorId.OperationTimeout, "i-1"), (error.ErrorId, error.InstanceId));
        Assert.DoesNotContain("one", error.Message, StringComparison.Ordinal);
        Assert.Equal(reads, _cloud.Asked.Count);
    }

    [Fact]
    public async Task Wait_ConsoleCannotBeRead_IsThatError()
    {
        _cloud.Says("one\n");
        _cloud.Fails(EcsErrorId.AccessDenied);
        WarningLog log = new();
        using IDisposable use = AmbientLog.Use(log);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => GuestConsole.WaitAsync(_account, Server, new Regex("ready"), null, TimeSpan.FromMinutes(9), Cancellation));

        Assert.Equal(EcsErrorId.AccessDenied, error.ErrorId);
        Assert.True(log.Reports[^1].Finished);
    }

    [Fact]
    public async Task Wait_PatternThatTakesTooLong_IsInvalidInput()
    {
        _cloud.Says(new string('a', 40));
        Regex slow = new("^(a+)+$b", RegexOptions.None, TimeSpan.FromMilliseconds(1));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => GuestConsole.WaitAsync(_account, Server, slow, null, TimeSpan.FromMinutes(9), Cancellation));

        Assert.Equal(EcsErrorId.InvalidInput, error.ErrorId);
        Assert.IsType<RegexMatchTimeoutException>(error.InnerException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadEach_OneCannotBeRead_DoesNotKeepTheOthers(bool waits)
    {
        _cloud.Says("a\nb\n");
        _cloud.Broken["i-2"] = new EcsException(EcsErrorId.AccessDenied, "No.");
        ConcurrentQueue<(string Id, string Text)> texts = [];
        ConcurrentQueue<(string Id, string ErrorId)> failed = [];

        await GuestConsole.ReadEachAsync(
            _account,
            [Server, Other, Server with { Id = "i-3" }],
            waits ? new Regex("b") : null,
            1,
            TimeSpan.FromMinutes(1),
            (i, output) => texts.Enqueue((i.Id, output.Text)),
            (i, error) => failed.Enqueue((i.Id, error.ErrorId)),
            Cancellation);

        Assert.Equal([("i-1", "b\n"), ("i-3", "b\n")], texts.OrderBy(t => t.Id, StringComparer.Ordinal));
        Assert.Equal([("i-2", EcsErrorId.AccessDenied)], failed);
    }

    [Fact]
    public async Task Follow_TextThatGrows_HandsOverEachPartOnce()
    {
        _cloud.Says("a\nb\n");
        _cloud.Says("a\nb\n");
        _cloud.Fails(EcsErrorId.IncorrectState);
        _cloud.Says("a\nb\nc\n");
        _cloud.Says("new boot\nready\n");
        List<EcsConsoleOutput> parts = [];

        await GuestConsole.FollowAsync(_account, Server, new Regex("ready"), 1, TimeSpan.FromHours(1), parts.Add, Cancellation);

        Assert.Equal(["b\n", "c\n", "new boot\nready\n"], parts.Select(p => p.Text));
        Assert.All(parts, p => Assert.Equal(("i-1", "web-01", true), (p.InstanceId, p.InstanceName, p.IsLive)));
    }

    // Without a pattern the time ends it, and that is no error.
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, EcsErrorId.OperationTimeout)]
    public async Task Follow_TimeIsOver_IsAnErrorOnlyIfSomethingWasWaitedFor(bool waits, string? errorId)
    {
        _cloud.Says("a\n");
        List<string> parts = [];

        EcsException? error = await Record.ExceptionAsync(
            () => GuestConsole.FollowAsync(_account, Server, waits ? new Regex("ready") : null, null, TimeSpan.FromSeconds(12), o => parts.Add(o.Text), Cancellation)) as EcsException;

        Assert.Equal(errorId, error?.ErrorId);
        Assert.Equal(["a\n"], parts);
        Assert.Equal(4, _cloud.Asked.Count);
    }

    [Fact]
    public async Task Follow_NoTimeGiven_GoesOnUntilItIsCanceled()
    {
        _cloud.Says("a\n");
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        _cloud.Waiting = () =>
        {
            if (_cloud.Asked.Count == 5)
            {
                stop.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GuestConsole.FollowAsync(_account, Server, null, null, null, _ => { }, stop.Token));

        Assert.Equal(5, _cloud.Asked.Count);
    }

    [Fact]
    public async Task Follow_TextIsARecord_IsNotSupportedAndNothingIsRead()
    {
        _cloud.IsConsoleLive = false;
        _cloud.Says("a\n");

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => GuestConsole.FollowAsync(_account, Server, null, null, null, _ => { }, Cancellation));

        Assert.Equal((EcsErrorId.NotSupported, "i-1"), (error.ErrorId, error.InstanceId));
        Assert.Empty(_cloud.Asked);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(null)]
    public async Task Open_Address_EndsWhenTheCloudSays(int? minutes)
    {
        _cloud.Address = ConsoleAddress.Read("https://example.test/console?token=t", minutes is { } m ? TimeSpan.FromMinutes(m) : null)!.Value;
        DateTimeOffset before = DateTimeOffset.UtcNow;

        EcsConsoleAddress address = await GuestConsole.OpenAsync(_account, Server, Cancellation);

        Assert.Equal(
            ("i-1", "web-01", "https://example.test/console?token=t", "test", "Alibaba/1/r", "r"),
            (address.InstanceId, address.InstanceName, address.Address, address.Account, address.AccountKey, address.Region));
        Assert.Equal(minutes is not null, address.ExpiresAt is not null);
        Assert.InRange(address.ExpiresAt ?? before.AddMinutes(15), before.AddMinutes(15), DateTimeOffset.UtcNow.AddMinutes(15));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "JPG")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1 }, "PNG")]
    public async Task Capture_Picture_IsWrittenForThisUserAlone(byte[] picture, string format)
    {
        _cloud.Picture = picture;
        string path = Path.Combine(_folder, "screen");

        EcsScreenshot shot = await GuestConsole.CaptureAsync(_account, Server, path, Cancellation);

        Assert.Equal(("i-1", "web-01", path, format, "test", "Alibaba/1/r", "r"), (shot.InstanceId, shot.InstanceName, shot.Path, shot.Format, shot.Account, shot.AccountKey, shot.Region));
        Assert.Equal(picture, await File.ReadAllBytesAsync(path, Cancellation));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData(new byte[] { 0x47, 0x49, 0x46 })]
    [InlineData(new byte[] { 0xFF, 0xD8 })]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [InlineData(new byte[0])]
    public async Task Capture_NoPicture_LeavesNoFile(byte[] content)
    {
        _cloud.Picture = content;

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => GuestConsole.CaptureAsync(_account, Server, Path.Combine(_folder, "screen"), Cancellation));

        Assert.Equal((EcsErrorId.MalformedAnswer, "i-1"), (error.ErrorId, error.InstanceId));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Capture_FileExists_AsksForNoPicture()
    {
        string path = Path.Combine(_folder, "screen");
        await File.WriteAllTextAsync(path, "mine", Cancellation);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => GuestConsole.CaptureAsync(_account, Server, path, Cancellation));

        Assert.Equal((EcsErrorId.InvalidInput, 0), (error.ErrorId, _cloud.Pictures));
        Assert.Equal("mine", await File.ReadAllTextAsync(path, Cancellation));
    }

    private sealed class ConsoleCloud : ScriptedCloud, IServerConsole
    {
        private readonly Queue<Func<string>> _texts = new();

        public ConsoleCloud() => Waiting = () => Waits++;

        public bool IsConsoleLive { get; set; } = true;

        public DateTimeOffset? RecordedAt { get; set; }

        public ConcurrentQueue<int?> Asked { get; } = [];

        public int Waits { get; private set; }

        public int Pictures { get; private set; }

        public Dictionary<string, EcsException> Broken { get; } = [];

        public ConsoleAddress Address { get; set; }

        public byte[] Picture { get; set; } = [];

        /// <summary>What comes next; the last is said again and again.</summary>
        public void Says(string text) => _texts.Enqueue(() => text);

        public void Fails(string errorId) => _texts.Enqueue(() => throw new EcsException(errorId, "No."));

        public Task<ConsoleText> ReadConsoleAsync(EcsInstance instance, int? lines, CancellationToken cancellation)
        {
            Asked.Enqueue(lines);
            return Broken.TryGetValue(instance.Id, out EcsException? error)
                ? throw error
                : Task.FromResult(new ConsoleText((_texts.Count > 1 ? _texts.Dequeue() : _texts.Peek())(), RecordedAt));
        }

        public Task<byte[]> CaptureScreenAsync(EcsInstance instance, CancellationToken cancellation)
        {
            Pictures++;
            return Task.FromResult(Picture);
        }

        public Task<ConsoleAddress> OpenConsoleAsync(EcsInstance instance, CancellationToken cancellation) => Task.FromResult(Address);
    }
}
