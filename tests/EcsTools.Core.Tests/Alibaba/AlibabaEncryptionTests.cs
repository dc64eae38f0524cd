using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

public sealed class AlibabaEncryptionTests : IDisposable
{
    private static readonly OperationOptions Switch = RebuildFixture.Options(OperationKind.SystemDiskSwitch, imageId: "img-2");
    private readonly RebuildFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task PreviewAsync_ReinstallOfEncryptedDisk_StaysEncryptedWithoutFacts()
    {
        _bench.Ecs.On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use", keyId: "key-1")));

        StepPreview preview = await _bench.AllWell().PreviewAsync(RebuildFixture.Options(OperationKind.OsReinstall));

        Assert.Equal(EcsRequirementOutcome.Passed, Encryption(preview)?.Outcome);
        Assert.Equal(RebuildFixture.Planned, preview.Facts);
        Assert.DoesNotContain(_bench.Ecs.Calls, c => c.Action == "DescribeDiskEncryptionByDefaultStatus");
    }

    [Fact]
    public async Task PreviewAsync_SwitchOfEncryptedDisk_PlansTheSameKey()
    {
        _bench.Ecs.On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use", keyId: "key-1")));

        StepPreview preview = await _bench.AllWell().PreviewAsync(Switch);

        Assert.Equal(EcsRequirementOutcome.Passed, Encryption(preview)?.Outcome);
        Assert.Equal(("required", "key-1"), (preview.Facts["encryption"], preview.Facts["encryptionKeyId"]));
        Assert.Contains("key-1", preview.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(preview.Losses, l => l.Contains("key-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PreviewAsync_SwitchWhereKeyIsWaived_ListsTheKeyAsALoss()
    {
        _bench.Ecs.On("DescribeDisks", Json.Disks(Json.Disk("d-1", "i-1", "In_use", keyId: "key-1")));

        StepPreview preview = await _bench.AllWell().PreviewAsync(Switch with { IgnoredRequirements = ["Encryption"] });

        Assert.Contains(preview.Losses, l => l.Contains("key-1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"Encrypted":true}""", 200, "required")]
    [InlineData("""{"Encrypted":false}""", 200, null)]
    [InlineData("""{"Code":"UserNotInTheWhiteList"}""", 403, null)]
    [InlineData("""{"Code":"Forbidden.RAM"}""", 403, null)]
    public async Task PreviewAsync_SwitchOfPlainDisk_FollowsTheAccountsDefault(string body, int status, string? planned)
    {
        _bench.Ecs.On("DescribeDiskEncryptionByDefaultStatus", new Answer(status, body));

        StepPreview preview = await _bench.AllWell().PreviewAsync(Switch);

        Assert.Null(Encryption(preview));
        Assert.Equal(planned, preview.Facts.GetValueOrDefault("encryption"));
        Assert.DoesNotContain("encryptionKeyId", preview.Facts.Keys);
        Assert.DoesNotContain(preview.Requirements, r => r.Outcome is EcsRequirementOutcome.Failed or EcsRequirementOutcome.Unknown);
    }

    [Theory]
    [InlineData(true, "required")]
    [InlineData(false, null)]
    public async Task PreviewAsync_SwitchToEncryptedImage_AsksForEncryption(bool isEncrypted, string? planned)
    {
        JObject image = Json.Image("img-2");
        image["DiskDeviceMappings"] = JObject.Parse($$$"""{"DiskDeviceMapping":[{"Type":"system","Encrypted":{{{(isEncrypted ? "true" : "false")}}}}]}""");
        _bench.Ecs.On("DescribeImages", Json.Images(image));

        StepPreview preview = await _bench.AllWell().PreviewAsync(Switch);

        Assert.Equal(planned, preview.Facts.GetValueOrDefault("encryption"));
        Assert.DoesNotContain("encryptionKeyId", preview.Facts.Keys);
    }

    [Fact]
    public async Task PreviewAsync_SwitchOfDiskThatDoesNotTell_IsUnknown()
    {
        JObject disk = Json.Disk("d-1", "i-1", "In_use");
        disk.Remove("Encrypted");
        _bench.Ecs.On("DescribeDisks", Json.Disks(disk));

        StepPreview preview = await _bench.AllWell().PreviewAsync(Switch);

        Assert.Equal(EcsRequirementOutcome.Unknown, Encryption(preview)?.Outcome);
    }

    [Theory]
    [InlineData("required", "key-1", "Encrypted=true&", "KMSKeyId=key-1&")]
    [InlineData("required", null, "Encrypted=true&", "")]
    [InlineData(null, null, "", "")]
    public async Task SendAsync_Switch_SendsWhatWasPlanned(string? encryption, string? key, string encrypted, string keyId)
    {
        _bench.Ecs.On("ReplaceSystemDisk", Answer.Sample("ReplaceSystemDisk"));

        await _bench.SendAsync(Switch, Planned(encryption, key));

        Assert.Equal(
            $"ReplaceSystemDisk?ClientToken=token-1&{encrypted}ImageId=img-2&InstanceId=i-1&{keyId}KeyPairName=ops-key&SystemDisk.Size=40",
            Assert.Single(_bench.Ecs.Calls).ToString());
    }

    [Theory]
    [InlineData(400, "InvalidParameter.Encrypted")]
    [InlineData(403, "InvalidEncrypted.NotMatchSnapshot")]
    [InlineData(403, "InvalidEncrypted.NotMatchDiskDefaultEncryption")]
    public async Task SendAsync_PlainRequestRefused_AsksForEncryptionWithAnotherToken(int status, string code)
    {
        _bench.Ecs.On("ReplaceSystemDisk", Answer.Error(status, code), Answer.Sample("ReplaceSystemDisk"));

        await _bench.SendAsync(Switch, Planned(null, null));

        Assert.Equal(
            [(null, "token-1"), ("true", "token-1-encrypted")],
            _bench.Ecs.Calls.Select(c => (c.Parameters.GetValueOrDefault("Encrypted"), c.Parameters["ClientToken"])));
        Assert.DoesNotContain(_bench.Ecs.Calls, c => c.Parameters.ContainsKey("KMSKeyId"));
    }

    [Fact]
    public async Task SendAsync_EveryRequestRefused_EndsWithTheRefusal()
    {
        _bench.Ecs.On("ReplaceSystemDisk", Answer.Error(403, "InvalidEncrypted.NotMatchDiskDefaultEncryption"));

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Switch, Planned(null, null)));

        Assert.True(error.WasNotCarriedOut);
        Assert.Equal(2, _bench.Ecs.Calls.Count);
    }

    [Theory]
    [InlineData(403, "InvalidParameter.KMSKeyId.CMKNotEnabled", false, 1)]
    [InlineData(403, "InvalidParameter.KMSKeyId.CMKNotEnabled", true, 2)]
    [InlineData(400, "InvalidKmsKeyId.NotMatchSnapshot", false, 1)]
    [InlineData(400, "InvalidKmsKeyId.NotMatchSnapshot", true, 2)]
    public async Task SendAsync_KeyRefused_UsesAnotherKeyOnlyWhereThatWasWaived(int status, string code, bool waived, int calls)
    {
        _bench.Ecs.On("ReplaceSystemDisk", Answer.Error(status, code));

        EcsException error = await Assert.ThrowsAsync<EcsException>(
            () => _bench.SendAsync(waived ? Switch with { IgnoredRequirements = ["Encryption"] } : Switch, Planned("required", "key-1")));

        Assert.True(error.WasNotCarriedOut);
        Assert.Equal(calls, _bench.Ecs.Calls.Count);
        Assert.All(_bench.Ecs.Calls, c => Assert.Equal("true", c.Parameters["Encrypted"]));
    }

    [Fact]
    public async Task SendAsync_AnswerLost_NeverAsksAgain()
    {
        _bench.Ecs.On("ReplaceSystemDisk", Answer.Cut);

        EcsException error = await Assert.ThrowsAsync<EcsException>(() => _bench.SendAsync(Switch, Planned("required", "key-1")));

        Assert.Equal(EcsErrorId.OutcomeUnknown, error.ErrorId);
        Assert.Single(_bench.Ecs.Calls);
    }

    [Theory]
    [InlineData("required", "key-1", "key-1", false, null)]
    [InlineData("required", "key-1", null, false, EcsErrorId.EncryptionLost)]
    [InlineData("required", "key-1", "key-2", false, EcsErrorId.EncryptionLost)]
    [InlineData("required", "key-1", "key-2", true, null)]
    [InlineData("required", "key-1", null, true, EcsErrorId.EncryptionLost)]
    [InlineData("required", null, "key-2", false, null)]
    [InlineData("required", null, null, false, EcsErrorId.EncryptionLost)]
    [InlineData(null, null, "key-2", false, null)]
    [InlineData(null, null, null, false, null)]
    public async Task ObserveAsync_NewDisk_IsComparedWithThePlan(string? encryption, string? key, string? keyNow, bool waived, string? errorId)
    {
        _bench.Ecs.On("DescribeInstances", Json.Servers(Json.Server("i-1", "Stopped")))
            .On("DescribeDisks", Json.Disks(Json.Disk("d-2", "i-1", "In_use", keyId: keyNow)));
        StepTarget target = new(_bench.Server, waived ? Switch with { IgnoredRequirements = ["Encryption"] } : Switch)
        {
            Before = new Dictionary<string, string>(Planned(encryption, key)) { ["imageId"] = "img-1" },
        };

        StepObservation seen = await _bench.Step.ObserveAsync(
            [new SentStep(target, new StepHandle { Facts = new Dictionary<string, string> { ["systemDiskId"] = "d-2" } })], TestContext.Current.CancellationToken)[0];

        Assert.Equal((errorId is null ? ObservedState.TookEffect : ObservedState.Failed, errorId), (seen.State, seen.Error?.ErrorId));
        Assert.False(seen.MayRetry || seen.RepairByStart);
    }

    private static EcsRequirement? Encryption(StepPreview preview) => preview.Requirements.SingleOrDefault(r => r.Id == EcsRequirementId.Encryption);

    private static Dictionary<string, string> Planned(string? encryption, string? key)
    {
        Dictionary<string, string> planned = new(RebuildFixture.Planned) { ["imageId"] = "img-2" };
        if (encryption is not null)
        {
            planned["encryption"] = encryption;
        }

        if (key is not null)
        {
            planned["encryptionKeyId"] = key;
        }

        return planned;
    }
}
