using System;
using System.Linq;

using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Model;

using Xunit;

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

    private static OperationOptions Options => new() { Kind = OperationKind.SystemDiskSwitch };
}
