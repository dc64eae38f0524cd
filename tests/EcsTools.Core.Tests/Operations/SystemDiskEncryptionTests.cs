using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Operations;

public sealed class SystemDiskEncryptionTests
{
    [Theory]
    [InlineData(true, "Stays", EcsRequirementOutcome.Passed, false)]
    [InlineData(true, "Requested", EcsRequirementOutcome.Passed, false)]
    [InlineData(true, "Lost", EcsRequirementOutcome.Failed, true)]
    [InlineData(null, "Requested", EcsRequirementOutcome.Unknown, false)]
    [InlineData(null, "Lost", EcsRequirementOutcome.Unknown, false)]
    [InlineData(null, "Stays", null, false)]
    [InlineData(false, "Lost", null, false)]
    public void Check_ByTransfer_RefusesWhatWouldBeLost(bool? isEncrypted, string transfer, EcsRequirementOutcome? outcome, bool isLoss)
    {
        SystemDiskEncryption encryption = new(new EcsDisk { Id = "d-1", IsEncrypted = isEncrypted }, Enum.Parse<EncryptionTransfer>(transfer), Options);

        Assert.Equal(outcome, encryption.Check().SingleOrDefault()?.Outcome);
        Assert.Equal(isLoss, encryption.Losses().Any());
    }

    [Fact]
    public void Facts_EncryptionIsLost_ExpectNothing()
    {
        SystemDiskEncryption encryption = new(new EcsDisk { Id = "d-1", IsEncrypted = true, EncryptionKeyId = "k" }, EncryptionTransfer.Lost, Options);

        Assert.All(encryption.Facts().Values, Assert.Null);
        Assert.False(encryption.IsRequired);
    }

    // The old disk is gone: what the provider does not say is no comfort.
    [Theory]
    [InlineData("required", null, true)]
    [InlineData("required", false, true)]
    [InlineData("required", true, false)]
    [InlineData("expected", null, true)]
    [InlineData("expected", false, true)]
    [InlineData("expected", true, false)]
    [InlineData(null, null, false)]
    [InlineData(null, false, false)]
    public void FindLoss_NewDisk_IsALossUnlessItIsShownAsEncrypted(string? planned, bool? isEncrypted, bool isLoss)
    {
        StepTarget target = new(new EcsInstance { Id = "i-1" }, Options)
        {
            Before = planned is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [StepFactKeys.Encryption] = planned },
        };

        Assert.Equal(isLoss ? EcsErrorId.EncryptionLost : null, SystemDiskEncryption.FindLoss(target, new EcsDisk { Id = "d-2", IsEncrypted = isEncrypted })?.ErrorId);
    }

    private static OperationOptions Options => new() { Kind = OperationKind.SystemDiskSwitch };
}
