using EcsTools.Sandbox;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Core.Tests.Sandbox;

public sealed class AlibabaDoorEncryptionTests : IDisposable
{
    private const string RedHat = "rhel_9_4_x64_40G_alibase_20250718.vhd";
    private readonly VirtualClock _clock = VirtualClock.SelfAdvancing();
    private UndocumentedBehavior _behavior = new();
    private SandboxServer? _server;
    private AlibabaCaller? _caller;

    public void Dispose()
    {
        _caller?.Dispose();
        _server?.Dispose();
    }

    private SandboxServer Server => _server ??= SandboxServer.Start(new SandboxOptions { Clock = _clock, UndocumentedBehavior = _behavior });

    private AlibabaCaller Caller => _caller ??= new AlibabaCaller(Server);

    private EncryptionKeys Keys => Server.Backend(SandboxCloud.Alibaba).EncryptionKeys;

    [Fact]
    public async Task DescribeDisks_Db02_IsEncryptedWithTheUsersKey()
    {
        JObject[] disks = [(await Caller.Disks(await Caller.Id("db-01")))[0], .. await Caller.Disks(await Caller.Id("db-02"))];

        Assert.Equal([(false, ""), (true, Keys.OwnKeyId), (false, "")], disks.Select(d => ((bool)d["Encrypted"]!, (string)d["KMSKeyId"]!)));
    }

    [Fact]
    public async Task ReplaceSystemDisk_WithoutEncrypted_MakesAPlainDisk()
    {
        Assert.Equal((false, ""), await Replace("db-02"));
    }

    [Fact]
    public async Task ReplaceSystemDisk_EncryptedWithKey_UsesTheKey()
    {
        Assert.Equal((true, Keys.OwnKeyId), await Replace("db-02", "Encrypted", "true", "KMSKeyId", Keys.OwnKeyId));
    }

    [Fact]
    public async Task ReplaceSystemDisk_EncryptedWithoutKey_UsesTheServiceKey()
    {
        Assert.Equal((true, Keys.ServiceKeyId), await Replace("db-02", "Encrypted", "true"));
    }

    [Theory]
    [InlineData("other", "true", 404, "InvalidParameter.KMSKeyId.NotFound")]
    [InlineData("own", "true", 403, "InvalidParameter.KMSKeyId.CMKNotEnabled")]
    [InlineData("own", null, 400, "InvalidParameter.EncryptedIllegal")]
    public async Task ReplaceSystemDisk_KeyThatCannotBeUsed_IsRefused(string key, string? encrypted, int status, string code)
    {
        Keys.Disabled.Add(Keys.OwnKeyId);
        string id = await Caller.Id("db-02");
        string[] word = encrypted is null ? [] : ["Encrypted", encrypted];

        Assert.Equal(
            code,
            await Caller.Refused(status, "ReplaceSystemDisk", ["InstanceId", id, "ImageId", RedHat, "KMSKeyId", key == "own" ? Keys.OwnKeyId : key, .. word]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReplaceSystemDisk_DefaultEncryption_RefusesOrEncryptsAPlainRequest(bool demandsWord)
    {
        _behavior = new() { AlibabaDefaultEncryptionDemandsWord = demandsWord };
        Keys.EncryptsByDefault = true;
        string id = await Caller.Id("db-01");

        Assert.True((bool)(await Caller.Ok("DescribeDiskEncryptionByDefaultStatus", "RegionId", "cn-hangzhou"))["Encrypted"]!);
        if (demandsWord)
        {
            Assert.Equal(
                "InvalidEncrypted.NotMatchDiskDefaultEncryption",
                await Caller.Refused(403, "ReplaceSystemDisk", "InstanceId", id, "ImageId", RedHat));
        }
        else
        {
            Assert.Equal((true, Keys.ServiceKeyId), await Replace("db-01"));
        }
    }

    [Fact]
    public async Task ReplaceSystemDisk_EncryptedImageOfOnesOwn_DemandsEncryptionAndTakesItsKey()
    {
        string id = await Caller.Id("db-02");
        string image = (string)(await Caller.Ok("CreateImage", "RegionId", "cn-hangzhou", "InstanceId", id))["ImageId"]!;
        _clock.Advance(TimeSpan.FromHours(1));
        string target = await Caller.Id("db-01");

        Assert.Equal("InvalidEncrypted.NotMatchSnapshot", await Caller.Refused(403, "ReplaceSystemDisk", "InstanceId", target, "ImageId", image));
        Assert.Equal(
            "InvalidKmsKeyId.NotMatchSnapshot",
            await Caller.Refused(400, "ReplaceSystemDisk", "InstanceId", target, "ImageId", image, "Encrypted", "true", "KMSKeyId", Keys.ServiceKeyId));
        Assert.Equal((true, Keys.OwnKeyId), await Replace("db-01", image, ["Encrypted", "true"]));
    }

    private Task<(bool, string)> Replace(string name, params string[] parameters) =>
        Replace(name, RedHat, parameters);

    private async Task<(bool, string)> Replace(string name, string image, string[] parameters)
    {
        string id = await Caller.Id(name);
        string disk = (string)(await Caller.Ok("ReplaceSystemDisk", ["InstanceId", id, "ImageId", image, .. parameters]))["DiskId"]!;
        _clock.Advance(TimeSpan.FromMinutes(30));
        JObject made = (await Caller.Disks(id)).Single(d => (string?)d["DiskId"] == disk);
        return ((bool)made["Encrypted"]!, (string)made["KMSKeyId"]!);
    }
}
