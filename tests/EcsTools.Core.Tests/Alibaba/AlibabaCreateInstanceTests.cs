using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Alibaba;

/// <summary>RunInstances (docs/contracts/alibaba-ecs-lifecycle.md 9): what is sent, and what is seen of it.</summary>
public sealed class AlibabaCreateInstanceTests : IDisposable
{
    private static readonly (string Name, string Value)[] Before = [("diskType", "cloud_essd"), ("diskSize", "40"), ("sameName", "")];
    private readonly AlibabaStepFixture _step = new(StepKind.CreateInstance);

    public AlibabaCreateInstanceTests() => _step.Server = new EcsInstance { Id = "new-0123456789ab", Name = "web-09", Cloud = EcsCloud.Alibaba };

    public void Dispose() => _step.Dispose();

    [Fact]
    public async Task Send_Everything_IsAskedForOneServerWithTokenAndTag()
    {
        _step.Ecs.On("RunInstances", Answer.Cut, Answer.Lifecycle("RunInstances"));
        OperationOptions options = Usual() with
        {
            SecurityGroupIds = ["sg-1", "sg-2"],
            DataDisks = ["100", "200:cloud_auto"],
            Encrypted = true,
            Bandwidth = 5,
            Tags = ["env=prod"],
            UserData = new UserData("#!x"),
            NewDescription = "d",
        };

        StepHandle handle = await _step.SendAsync(options, Before);

        Assert.Equal(2, _step.Ecs.Calls.Count); // the second with the same token: no other server
        Assert.All(_step.Ecs.Calls, c => Assert.Equal(
            "RunInstances?Amount=1&ClientToken=token-1&DataDisk.1.Category=cloud_essd&DataDisk.1.Encrypted=true&DataDisk.1.Size=100&DataDisk.2.Category=cloud_auto&DataDisk.2.Encrypted=true&DataDisk.2.Size=200"
            + "&Description=d&ImageId=m-1&InstanceChargeType=PostPaid&InstanceName=web-09&InstanceType=ecs.g7.large&InternetChargeType=PayByTraffic&InternetMaxBandwidthOut=5&KeyPairName=ops"
            + "&SecurityGroupIds.1=sg-1&SecurityGroupIds.2=sg-2&SystemDisk.Category=cloud_essd&SystemDisk.Encrypted=true&SystemDisk.Size=40&Tag.1.Key=env&Tag.1.Value=prod"
            + "&Tag.2.Key=ecstools-operation&Tag.2.Value=operation-1&UserData=IyF4&VSwitchId=vsw-1",
            c.ToString()));
        Assert.Equal("i-bp1a2b3c4d5e6f7g8h01", handle.Facts[StepFactKeys.InstanceId]);
    }

    [Theory]
    [InlineData("RunInstances.packed-ids")]
    [InlineData("RunInstances.text-price")]
    public async Task Send_OldForms_IdIsRead(string sample)
    {
        _step.Ecs.On("RunInstances", Answer.Lifecycle(sample));

        Assert.StartsWith("i-", (await _step.SendAsync(Usual(), Before)).Facts[StepFactKeys.InstanceId], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public async Task Send_Subscription_IsPaidOnlyWhereAsked(bool pays, string sent)
    {
        _step.Ecs.On("RunInstances", Answer.Lifecycle("RunInstances.prepaid"));

        StepHandle handle = await _step.SendAsync(Usual() with { ChargeType = EcsChargeType.Subscription, Period = 3, AutoPay = pays }, Before);

        Assert.Equal((sent, "3", "PrePaid"), (_step.Ecs.Calls[0]["AutoPay"], _step.Ecs.Calls[0]["Period"], _step.Ecs.Calls[0]["InstanceChargeType"]));
        Assert.NotEmpty(handle.Facts[StepFactKeys.OrderId]);
    }

    [Theory]
    [InlineData(null, "SpotAsPriceGo", null)]
    [InlineData(0.125, "SpotWithPriceLimit", "0.125")]
    public async Task Send_Spot_HasAStrategy(double? limit, string strategy, string? sent)
    {
        _step.Ecs.On("RunInstances", Answer.Lifecycle("RunInstances"));

        await _step.SendAsync(Usual() with { ChargeType = EcsChargeType.Spot, SpotPriceLimit = (decimal?)limit }, Before);

        Assert.Equal((strategy, sent), (_step.Ecs.Calls[0]["SpotStrategy"], _step.Ecs.Calls[0]["SpotPriceLimit"]));
    }

    [Theory]
    [InlineData("Pending", 5, ObservedState.Pending)]
    [InlineData("Running", 60, ObservedState.TookEffect)]
    [InlineData(null, 30, ObservedState.Pending)] // not yet there is not gone
    [InlineData(null, 360, ObservedState.Failed)]
    public async Task Observe_Server_Tells(string? status, int age, object state)
    {
        _step.Ecs.On("DescribeInstances", status is null ? Json.Servers() : Json.Servers(Json.Server("i-1", status)));

        StepObservation seen = await _step.LookAsync(Usual(), new StepHandle { Facts = new System.Collections.Generic.Dictionary<string, string> { [StepFactKeys.InstanceId] = "i-1" } }, age, Before);

        Assert.Equal((ObservedState)state, seen.State);
    }

    [Fact]
    public async Task Observe_ServerWasThereAndIsGone_HasFailed()
    {
        _step.Ecs.On("DescribeInstances", Json.Servers(Json.Server("i-1", "Pending")), Json.Servers());
        SentStep sent = _step.Sent(Usual(), new StepHandle { Facts = new System.Collections.Generic.Dictionary<string, string> { [StepFactKeys.InstanceId] = "i-1" } }, Before);

        await _step.LookAsync(sent, 5);
        StepObservation seen = await _step.LookAsync(sent, 20);

        Assert.Equal((ObservedState.Failed, EcsErrorId.OperationFailed), (seen.State, seen.Error?.ErrorId));
    }

    [Theory]
    [InlineData(true, 10, ObservedState.TookEffect)]
    [InlineData(false, 10, ObservedState.Pending)]
    [InlineData(false, 400, ObservedState.Unknown)] // no proof: it is never sent again
    public async Task Observe_AnswerWasLost_ServerIsFoundByItsTag(bool isThere, int age, object state)
    {
        _step.Ecs.On("DescribeInstances", isThere ? Json.Servers(Json.Server("i-1", "Running")) : Json.Servers());

        StepObservation seen = await _step.LookAsync(Usual(), null, age, Before);

        Assert.Equal((ObservedState)state, seen.State);
        Assert.Equal(("ecstools-operation", "operation-1"), (_step.Ecs.Calls[^1]["Tag.1.Key"], _step.Ecs.Calls[^1]["Tag.1.Value"]));
        Assert.Equal(isThere ? "i-1" : null, seen.Facts.TryGetValue(StepFactKeys.InstanceId, out string? id) ? id : null);
    }

    [Fact]
    public async Task Observe_OrderIsUnpaid_IsLeftOpen()
    {
        _step.Ecs.On("DescribeInstances", Json.Servers());
        StepHandle handle = new() { Facts = new System.Collections.Generic.Dictionary<string, string> { [StepFactKeys.OrderId] = "1", [StepFactKeys.InstanceId] = "i-1" } };

        StepObservation seen = await _step.LookAsync(Usual() with { ChargeType = EcsChargeType.Subscription }, handle, 600, Before);

        Assert.Equal((ObservedState.Unknown, EcsErrorId.OperationInProgress), (seen.State, seen.Error?.ErrorId));
    }

    private static OperationOptions Usual() => new()
    {
        Kind = OperationKind.InstanceCreate,
        ImageId = "m-1",
        Size = "ecs.g7.large",
        NetworkId = "vsw-1",
        SecurityGroupIds = ["sg-1"],
        Login = new LoginOptions { KeyPairName = "ops" },
    };
}
