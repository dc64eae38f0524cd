using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Guests;
using EcsTools.Core.Tests.Operations;

namespace EcsTools.Core.Tests.Guests;

/// <summary>Passwords that Windows guests leave with their cloud, minutes after their first boot.</summary>
public sealed class StoredPasswordsTests
{
    private static readonly EcsInstance Server = new() { Id = "i-1", Name = "win-01", OsType = EcsOsType.Windows };

    [Fact]
    public async Task FetchAsync_GuestIsNotReadyYet_WaitsUntilItIs()
    {
        PasswordCloud cloud = new("", "", "", "stored");

        Assert.Equal("stored", await FetchAsync(cloud, Server, TimeSpan.FromMinutes(10)));
        Assert.Equal((4, 3), (cloud.Reads, cloud.Waits));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(25, 4)]
    [InlineData(30, 4)]
    public async Task FetchAsync_NothingIsLeftInTime_IsPasswordNotAvailable(int seconds, int reads)
    {
        PasswordCloud cloud = new("");

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => FetchAsync(cloud, Server, TimeSpan.FromSeconds(seconds)));

        Assert.Equal((EcsErrorId.PasswordNotAvailable, "i-1"), (error.ErrorId, error.InstanceId));
        Assert.Equal(reads, cloud.Reads);
    }

    [Fact]
    public async Task FetchAsync_LinuxOrCloudWithoutPasswords_AsksNobody()
    {
        PasswordCloud cloud = new("stored");

        EcsException linux = await Assert.ThrowsAsync<EcsException>(() => FetchAsync(cloud, Server with { OsType = EcsOsType.Linux }, TimeSpan.Zero));
        EcsException without = await Assert.ThrowsAsync<EcsException>(() => FetchAsync(new ScriptedCloud(), Server, TimeSpan.Zero));

        Assert.Equal((EcsErrorId.PasswordNotAvailable, EcsErrorId.NotSupported), (linux.ErrorId, without.ErrorId));
        Assert.Equal("i-1", without.InstanceId);
        Assert.Equal(0, cloud.Reads);
    }

    private static async Task<string> FetchAsync(ScriptedCloud cloud, EcsInstance server, TimeSpan timeout)
    {
        using ConnectedAccount account = cloud.Open();
        return await StoredPasswords.FetchAsync(account, server, timeout, TestContext.Current.CancellationToken);
    }

    private sealed class PasswordCloud : ScriptedCloud, IStoredPasswords
    {
        private readonly Queue<string> _answers;

        public PasswordCloud(params string[] answers)
        {
            _answers = new(answers);
            Waiting = () => Waits++;
        }

        public int Reads { get; private set; }

        public int Waits { get; private set; }

        public Task<string> ReadPasswordAsync(string instanceId, CancellationToken cancellation)
        {
            Reads++;
            return Task.FromResult(_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek());
        }

        public Task<StepHandle> DeletePasswordAsync(string instanceId, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
