using System.Text;
using System.Text.Json.Nodes;

namespace EcsTools.Tests.Sdk;

/// <summary>Alibaba's own SDK takes the sandbox for its cloud: every operation that the module uses.</summary>
public sealed class AlibabaSdkTests : IClassFixture<AlibabaSdk>
{
    private const string Region = AlibabaSdk.Region;

    private readonly AlibabaSdk _sdk;

    public AlibabaSdkTests(AlibabaSdk sdk)
    {
        _sdk = sdk;
        _sdk.Begin();
    }

    [Theory]
    [InlineData("ACS3-HMAC-SHA256")]
    [InlineData("v2")]
    public async Task Both_signatures_are_proved(string signature)
    {
        string id = _sdk.Fixture.Sandbox.AccessKeyId;
        string secret = _sdk.Fixture.Sandbox.AccessKeySecret;
        _sdk.Key = new { AccessKeyId = id, AccessKeySecret = secret, Signature = signature };
        JsonNode me = await _sdk.CallAsync("GetCallerIdentity");
        JsonNode regions = await _sdk.CallAsync("DescribeRegions");
        _sdk.Key = new { AccessKeyId = id, AccessKeySecret = secret + "x", Signature = signature };
        (int?, string?) wrongSecret = await _sdk.FailAsync("DescribeRegions");
        _sdk.Key = new { AccessKeyId = id + "x", AccessKeySecret = secret, Signature = signature };
        (int?, string?) wrongKey = await _sdk.FailAsync("DescribeRegions");

        Assert.Equal("RAMUser", (string?)me["IdentityType"]);
        Assert.Contains(Region, regions["Regions"]!["Region"]!.AsArray().Select(r => (string?)r!["RegionId"]));
        Assert.Equal((400, "SignatureDoesNotMatch"), wrongSecret);
        Assert.Equal((404, "InvalidAccessKeyId.NotFound"), wrongKey);
    }

    [Fact]
    public async Task A_role_is_acted_in()
    {
        JsonNode me = await _sdk.CallAsync("GetCallerIdentity");
        JsonNode role = await _sdk.CallAsync("AssumeRole", new { RoleArn = $"acs:ram::{me["AccountId"]}:role/ops", RoleSessionName = "sdk", DurationSeconds = 900 });
        JsonNode credentials = role["Credentials"]!;
        string id = (string)credentials["AccessKeyId"]!;
        string secret = (string)credentials["AccessKeySecret"]!;
        _sdk.Key = new { AccessKeyId = id, AccessKeySecret = secret, SecurityToken = (string?)credentials["SecurityToken"] };
        JsonNode assumed = await _sdk.CallAsync("GetCallerIdentity");
        _sdk.Key = new { AccessKeyId = id, AccessKeySecret = secret, SecurityToken = "x" };
        (int? status, string? code) = await _sdk.FailAsync("GetCallerIdentity");

        Assert.EndsWith(":assumed-role/ops/sdk", (string?)assumed["Arn"], StringComparison.Ordinal);
        Assert.Equal(400, status);
        Assert.StartsWith("InvalidSecurityToken.", code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inventory_is_read_whole()
    {
        JsonNode server = await _sdk.FindAsync("db-01");
        string id = (string)server["InstanceId"]!;
        JsonNode attribute = await _sdk.CallAsync("DescribeInstanceAttribute", new { InstanceId = id });
        JsonNode disks = await _sdk.CallAsync("DescribeDisks", new { RegionId = Region, InstanceId = id, MaxResults = 100 });
        JsonNode snapshots = await _sdk.CallAsync("DescribeSnapshots", new { RegionId = Region, InstanceId = id, MaxResults = 100 });
        JsonNode images = await _sdk.CallAsync("DescribeImages", new { RegionId = Region, ImageId = (string?)server["ImageId"], PageSize = 100 });
        JsonNode keys = await _sdk.CallAsync("DescribeKeyPairs", new { RegionId = Region, PageSize = 50 });
        JsonNode types = await _sdk.CallAsync("DescribeInstanceTypes", new { InstanceTypes = new[] { (string?)server["InstanceType"] } });

        Assert.Equal("db-01", (string?)attribute["InstanceName"]);
        Assert.Equal(["system", "data"], disks["Disks"]!["Disk"]!.AsArray().Select(d => (string?)d!["Type"]));
        Assert.NotEmpty(snapshots["Snapshots"]!["Snapshot"]!.AsArray());
        Assert.Equal((string?)server["ImageId"], (string?)images["Images"]!["Image"]!.AsArray().Single()!["ImageId"]);
        Assert.Contains(_sdk.Fixture.Sandbox.KeyPairName, keys["KeyPairs"]!["KeyPair"]!.AsArray().Select(k => (string?)k!["KeyPairName"]));
        Assert.Equal((int?)server["Cpu"], (int?)types["InstanceTypes"]!["InstanceType"]!.AsArray().Single()!["CpuCoreCount"]);
    }

    [Theory]
    [InlineData("""{"InstanceName":"db-*"}""", "db-01 db-02")]
    [InlineData("""{"Status":"Stopped","InstanceName":"hpc-*"}""", "hpc-01")]
    [InlineData("""{"Tag":[{"Key":"role","Value":"db"}]}""", "db-01 db-02")]
    [InlineData("""{"InstanceChargeType":"PrePaid","InstanceName":"*-01"}""", "prepaid-01")]
    [InlineData("""{"LockReason":"security"}""", "frozen-01")]
    [InlineData("""{"InstanceIds":"[]"}""", "")]
    [InlineData("""{"InstanceName":"(none)*'!"}""", "")]
    public async Task Servers_are_found_by(string filter, string names)
    {
        JsonObject parameters = JsonNode.Parse(filter)!.AsObject();
        parameters["RegionId"] = Region;
        JsonNode found = await _sdk.CallAsync("DescribeInstances", parameters);

        Assert.Equal(names, string.Join(' ', found["Instances"]!["Instance"]!.AsArray().Select(i => (string?)i!["InstanceName"])));
    }

    [Fact]
    public async Task Both_ways_of_paging_come_to_the_same()
    {
        List<string> byToken = [];
        string? token = null;
        do
        {
            JsonNode page = await _sdk.CallAsync("DescribeInstances", new { RegionId = Region, MaxResults = 10, NextToken = token });
            byToken.AddRange(page["Instances"]!["Instance"]!.AsArray().Select(i => (string)i!["InstanceId"]!));
            token = (string?)page["NextToken"];
        }
        while (!string.IsNullOrEmpty(token));

        List<string> byNumber = [];
        int total;
        int number = 0;
        do
        {
            JsonNode page = await _sdk.CallAsync("DescribeInstances", new { RegionId = Region, PageNumber = ++number, PageSize = 7 });
            byNumber.AddRange(page["Instances"]!["Instance"]!.AsArray().Select(i => (string)i!["InstanceId"]!));
            total = (int)page["TotalCount"]!;
        }
        while (number * 7 < total);

        Assert.True(byToken.Count > 10);
        Assert.Equal(byNumber, byToken);
        Assert.Equal(total, byToken.Distinct().Count());
    }

    [Fact]
    public async Task A_server_is_started_rebooted_and_stopped()
    {
        string id = await _sdk.FindIdAsync("db-01");
        JsonNode started = await _sdk.CallAsync("StartInstances", new { RegionId = Region, InstanceId = new[] { id }, BatchOptimization = "SuccessFirst" });
        await _sdk.StateAsync(id, "Running");
        await RebootAsync("RebootInstances", new { RegionId = Region, InstanceId = new[] { id }, ForceReboot = true, BatchOptimization = "SuccessFirst" });
        await _sdk.CallAsync("StopInstances", new { RegionId = Region, InstanceId = new[] { id }, ForceStop = true, StoppedMode = "KeepCharging" });
        await _sdk.StateAsync(id, "Stopped");
        await _sdk.CallAsync("StartInstance", new { InstanceId = id });
        await _sdk.StateAsync(id, "Running");
        await RebootAsync("RebootInstance", new { InstanceId = id, ForceStop = false });
        await _sdk.CallAsync("StopInstance", new { InstanceId = id, ForceStop = false, StoppedMode = "StopCharging" });
        await _sdk.StateAsync(id, "Stopped");

        Assert.Equal("200", (string?)started["InstanceResponses"]!["InstanceResponse"]!.AsArray().Single()!["Code"]);
        Assert.Equal("StopCharging", (string?)(await _sdk.FindAsync("db-01"))["StoppedMode"]);

        // The status may not have changed yet when the call returns (docs/contracts/alibaba-ecs.md 3.8); the hours that pass here meanwhile
        // show in the time of the start.
        async Task RebootAsync(string operation, object parameters)
        {
            string before = (string)(await _sdk.FindAsync("db-01"))["StartTime"]!;
            await _sdk.CallAsync(operation, parameters);
            await SdkFixture.UntilAsync(() => _sdk.FindAsync("db-01"), s => (string?)s["Status"] == "Running" && (string?)s["StartTime"] != before);
        }
    }

    [Fact]
    public async Task A_batch_tells_each_server_its_own_result_or_is_refused_whole()
    {
        string[] ids = [await _sdk.FindIdAsync("db-02"), await _sdk.FindIdAsync("web-01"), await _sdk.FindIdAsync("frozen-01")];
        (int?, string?) refused = await _sdk.FailAsync("StartInstances", new { RegionId = Region, InstanceId = ids, BatchOptimization = "AllTogether" });
        (int?, string?) dry = await _sdk.FailAsync("StartInstances", new { RegionId = Region, InstanceId = ids[..1], DryRun = true });
        JsonNode started = await _sdk.CallAsync("StartInstances", new { RegionId = Region, InstanceId = ids, BatchOptimization = "SuccessFirst" });
        (int?, string?) tooMany = await _sdk.FailAsync("StartInstances", new { RegionId = Region, InstanceId = Enumerable.Range(0, 101).Select(n => $"i-{n}") });

        Assert.Equal((403, "IncorrectInstanceStatus"), refused);
        Assert.Equal((400, "DRYRUN.SUCCESS"), dry);
        Assert.Equal(
            ["200", "IncorrectInstanceStatus", "InstanceLockedForSecurity"],
            ids.Select(id => (string?)started["InstanceResponses"]!["InstanceResponse"]!.AsArray().Single(r => (string?)r!["InstanceId"] == id)!["Code"]));
        Assert.Equal((403, "InvalidParameter.TooManyInstanceIds"), tooMany);
    }

    [Fact]
    public async Task A_server_is_changed_and_released()
    {
        string id = await _sdk.FindIdAsync("web-02");
        await _sdk.CallAsync("ModifyInstanceAttribute", new
        {
            InstanceId = id,
            InstanceName = "web-02-renamed",
            Description = "with blank, * and ü",
            DeletionProtection = true,
            Password = "Sandbox-2026!*'()",
        });
        JsonNode changed = await _sdk.FindAsync("web-02-renamed");
        (int?, string?) isProtected = await _sdk.FailAsync("DeleteInstance", new { InstanceId = id, Force = true });
        await _sdk.CallAsync("ModifyInstanceAttribute", new { InstanceId = id, DeletionProtection = false });
        (int?, string?) runs = await _sdk.FailAsync("DeleteInstance", new { InstanceId = id });
        await _sdk.CallAsync("DeleteInstance", new { InstanceId = id, Force = true, ForceStop = true, TerminateSubscription = false });
        await SdkFixture.UntilAsync(
            async () => await _sdk.CallAsync("DescribeInstances", new { RegionId = Region, InstanceIds = $"[\"{id}\"]" }),
            a => a["Instances"]!["Instance"]!.AsArray().Count == 0);
        string other = await _sdk.StopAsync("web-03");
        await _sdk.CallAsync("DeleteInstances", new { RegionId = Region, InstanceId = new[] { other }, ClientToken = "release-1" });

        Assert.Equal("with blank, * and ü", (string?)changed["Description"]);
        Assert.Equal((403, "InvalidOperation.DeletionProtection"), isProtected);
        Assert.Equal((403, "IncorrectInstanceStatus"), runs);
        Assert.Equal((404, "InvalidInstanceId.NotFound"), await _sdk.FailAsync("StartInstance", new { InstanceId = id }));
    }

    [Fact]
    public async Task A_server_changes_its_size()
    {
        string id = await _sdk.StopAsync("node-0001");
        string prepaid = await _sdk.FindIdAsync("prepaid-01");
        JsonNode targets = await _sdk.CallAsync(
            "DescribeResourcesModification", new { RegionId = Region, ResourceId = id, DestinationResource = "InstanceType", OperationType = "Upgrade" });
        JsonNode stock = await _sdk.CallAsync(
            "DescribeAvailableResource", new { RegionId = Region, DestinationResource = "InstanceType", IoOptimized = "optimized" });
        (int?, string?) dry = await _sdk.FailAsync("ModifyInstanceSpec", new { InstanceId = id, InstanceType = "ecs.g7.xlarge", DryRun = true });
        await _sdk.CallAsync("ModifyInstanceSpec", new { InstanceId = id, InstanceType = "ecs.g7.xlarge", ClientToken = "size-1" });
        await _sdk.CallAsync("ModifyInstanceSpec", new { InstanceId = id, InstanceType = "ecs.g7.xlarge", ClientToken = "size-1" });
        (int?, string?) mismatch = await _sdk.FailAsync("ModifyInstanceSpec", new { InstanceId = id, InstanceType = "ecs.g7.large", ClientToken = "size-1" });
        (int?, string?) wrongPay = await _sdk.FailAsync("ModifyInstanceSpec", new { InstanceId = prepaid, InstanceType = "ecs.g7.xlarge" });
        JsonNode order = await _sdk.CallAsync("ModifyPrepayInstanceSpec", new
        {
            RegionId = Region,
            InstanceId = prepaid,
            InstanceType = "ecs.g7.xlarge",
            OperatorType = "upgrade",
            AutoPay = true,
            ClientToken = "size-2",
        });

        Assert.Contains("ecs.g7.xlarge", Values(targets));
        Assert.Contains("ecs.g7.xlarge", Values(stock));
        Assert.Equal((400, "DryRunOperation"), dry);
        Assert.Equal("ecs.g7.xlarge", (string?)(await _sdk.FindAsync("node-0001"))["InstanceType"]);
        Assert.Equal((400, "IdempotenceParamNotMatch"), mismatch);
        Assert.Equal((403, "ChargeTypeViolation"), wrongPay);
        Assert.NotEmpty((string)order["OrderId"]!);
    }

    [Fact]
    public async Task A_system_disk_is_kept_rolled_back_reset_and_replaced()
    {
        string id = await _sdk.StopAsync("node-0002");
        string disk = (string)(await _sdk.SystemDiskAsync(id))["DiskId"]!;
        string key = _sdk.Fixture.Sandbox.KeyPairName;
        string snapshot = (string)(await _sdk.CallAsync("CreateSnapshot", new { DiskId = disk, SnapshotName = "sdk", ClientToken = "keep-1" }))["SnapshotId"]!;
        await SdkFixture.UntilAsync(
            async () => (await _sdk.CallAsync("DescribeSnapshots", new { RegionId = Region, SnapshotIds = $"[\"{snapshot}\"]" }))["Snapshots"]!["Snapshot"]![0]!,
            s => (string?)s["Status"] == "accomplished");
        await _sdk.CallAsync("ResetDisk", new { DiskId = disk, SnapshotId = snapshot });
        await DiskIsAsync("In_use");
        await _sdk.CallAsync("ReInitDisk", new { DiskId = disk, KeyPairName = key, AutoStartInstance = true });
        await _sdk.StateAsync(id, "Running");
        (int?, string?) runs = await _sdk.FailAsync("ReInitDisk", new { DiskId = disk });
        await _sdk.CallAsync("StopInstance", new { InstanceId = id, StoppedMode = "KeepCharging" });
        await _sdk.StateAsync(id, "Stopped");
        JsonNode images = await _sdk.CallAsync("DescribeImages", new { RegionId = Region, ActionType = "ChangeOS", OSType = "linux", PageSize = 100 });
        string image = (string)images["Images"]!["Image"]!.AsArray().Select(i => i!["ImageId"]!).Last()!;
        JsonNode replaced = await _sdk.CallAsync("ReplaceSystemDisk", new
        {
            InstanceId = id,
            ImageId = image,
            SystemDisk = new { Size = "60" },
            KeyPairName = key,
            ClientToken = "replace-1",
        });
        JsonNode after = await SdkFixture.UntilAsync(() => _sdk.FindAsync("node-0002"), s => (string?)s["ImageId"] == image);
        JsonNode attached = await _sdk.CallAsync("AttachKeyPair", new { RegionId = Region, KeyPairName = key, InstanceIds = $"[\"{id}\"]" });

        Assert.Equal((403, "IncorrectInstanceStatus"), runs);
        Assert.NotEqual(disk, (string?)replaced["DiskId"]);
        Assert.Equal(60, (int?)(await _sdk.SystemDiskAsync(id))["Size"]);
        Assert.Equal(key, (string?)after["KeyPairName"]);
        Assert.Equal("true", (string?)attached["Results"]!["Result"]!.AsArray().Single()!["Success"]);
        Assert.Equal((403, "InvalidParameter.Mismatch"), await _sdk.FailAsync("ResetDisk", new { DiskId = (string?)replaced["DiskId"], SnapshotId = snapshot }));

        Task DiskIsAsync(string status) => SdkFixture.UntilAsync(() => _sdk.SystemDiskAsync(id), d => (string?)d["Status"] == status);
    }

    [Fact]
    public async Task An_image_is_made_of_a_server_and_put_on_its_system_disk()
    {
        string id = await _sdk.FindIdAsync("node-0004");
        object wanted = new
        {
            RegionId = Region,
            InstanceId = id,
            ImageName = "golden-sdk",
            Description = "made by the SDK",
            Tag = new[] { new { Key = "team", Value = "ops" } },
            ClientToken = "image-1",
        };
        string image = (string)(await _sdk.CallAsync("CreateImage", wanted))["ImageId"]!;
        string again = (string)(await _sdk.CallAsync("CreateImage", wanted))["ImageId"]!;
        (int?, string?) mismatch = await _sdk.FailAsync("CreateImage", new { RegionId = Region, InstanceId = id, ImageName = "other", ClientToken = "image-1" });
        (int?, string?) taken = await _sdk.FailAsync("CreateImage", new { RegionId = Region, InstanceId = id, ImageName = "golden-sdk" });
        JsonNode made = await SdkFixture.UntilAsync(
            async () => (await _sdk.CallAsync("DescribeImages", new { RegionId = Region, ImageId = image, Status = "ALL" }))["Images"]!["Image"]!.AsArray().Single()!,
            i => (string?)i["Status"] == "Available");
        JsonNode byTag = await _sdk.CallAsync("DescribeImages", new { RegionId = Region, Tag = new[] { new { Key = "team", Value = "ops" } } });
        await _sdk.StopAsync("node-0004");
        await _sdk.CallAsync("ReplaceSystemDisk", new { InstanceId = id, ImageId = image, KeyPairName = _sdk.Fixture.Sandbox.KeyPairName });
        await SdkFixture.UntilAsync(() => _sdk.FindAsync("node-0004"), s => (string?)s["ImageId"] == image);

        Assert.Equal(image, again);
        Assert.Equal((400, "IdempotenceParamNotMatch"), mismatch);
        Assert.Equal((400, "InvalidImageName.Duplicated"), taken);
        Assert.Equal(("golden-sdk", "made by the SDK", "self", "100%"), ((string?)made["ImageName"], (string?)made["Description"], (string?)made["ImageOwnerAlias"], (string?)made["Progress"]));
        Assert.Equal("system", (string?)made["DiskDeviceMappings"]!["DiskDeviceMapping"]!.AsArray().Single()!["Type"]);
        Assert.Equal(image, (string?)byTag["Images"]!["Image"]!.AsArray().Single()!["ImageId"]);
    }

    [Fact]
    public async Task A_policy_is_applied_and_taken_back()
    {
        string disk = (string)(await _sdk.SystemDiskAsync(await _sdk.FindIdAsync("web-05")))["DiskId"]!;
        JsonNode policies = await _sdk.CallAsync("DescribeAutoSnapshotPolicyEx", new { RegionId = Region, PageSize = 100 });
        string policy = (string)policies["AutoSnapshotPolicies"]!["AutoSnapshotPolicy"]!.AsArray().First(p => (string?)p!["AutoSnapshotPolicyName"] == "nightly")!["AutoSnapshotPolicyId"]!;
        object wanted = new { regionId = Region, autoSnapshotPolicyId = policy, diskIds = $"[\"{disk}\"]" };
        await _sdk.CallAsync("ApplyAutoSnapshotPolicy", wanted);
        await _sdk.CallAsync("ApplyAutoSnapshotPolicy", wanted);
        JsonNode rows = await _sdk.CallAsync("DescribeAutoSnapshotPolicyAssociations", new { RegionId = Region, DiskId = disk });
        JsonNode applied = (await _sdk.CallAsync("DescribeDisks", new { RegionId = Region, DiskIds = $"[\"{disk}\"]" }))["Disks"]!["Disk"]!.AsArray().Single()!;
        (int?, string?) unknown = await _sdk.FailAsync("ApplyAutoSnapshotPolicy", new { regionId = Region, autoSnapshotPolicyId = "sp-none", diskIds = $"[\"{disk}\"]" });
        await _sdk.CallAsync("CancelAutoSnapshotPolicy", wanted);
        JsonNode after = await _sdk.CallAsync("DescribeAutoSnapshotPolicyAssociations", new { RegionId = Region, DiskId = disk });

        Assert.Equal(policy, (string?)rows["AutoSnapshotPolicyAssociations"]!["AutoSnapshotPolicyAssociation"]!.AsArray().Single()!["AutoSnapshotPolicyId"]);
        Assert.Equal((policy, true), ((string?)applied["AutoSnapshotPolicyId"], (bool)applied["EnableAutomatedSnapshotPolicy"]!));
        Assert.Equal((404, "ParameterInvalid"), unknown);
        Assert.Empty(after["AutoSnapshotPolicyAssociations"]!["AutoSnapshotPolicyAssociation"]!.AsArray());
    }

    [Fact]
    public async Task A_command_runs_in_the_guest()
    {
        string id = await _sdk.FindIdAsync("web-04");
        await SdkFixture.UntilAsync(
            async () => (await _sdk.CallAsync("DescribeCloudAssistantStatus", new { RegionId = Region, InstanceId = new[] { id } }))
                ["InstanceCloudAssistantStatusSet"]!["InstanceCloudAssistantStatus"]![0]!,
            s => (string?)s["CloudAssistantStatus"] == "true");
        object command = new
        {
            RegionId = Region,
            Type = "RunShellScript",
            CommandContent = Convert.ToBase64String(Encoding.UTF8.GetBytes("echo {{word}} {{ACS::InstanceName}}\nexit 3")),
            ContentEncoding = "Base64",
            InstanceId = new[] { id },
            EnableParameter = true,
            Parameters = new { word = "grün" },
            Username = "root",
            WorkingDir = "/root",
            Timeout = 60,
            ClientToken = "run-1",
        };
        string first = (string)(await _sdk.CallAsync("RunCommand", command))["InvokeId"]!;
        string again = (string)(await _sdk.CallAsync("RunCommand", command))["InvokeId"]!;
        JsonNode result = await SdkFixture.UntilAsync(
            async () => (await _sdk.CallAsync("DescribeInvocationResults", new { RegionId = Region, InvokeId = first, MaxResults = 50 }))["Invocation"]!,
            r => r["InvocationResults"]!["InvocationResult"]!.AsArray().Any(i => (string?)i!["InvocationStatus"] == "Failed"));
        await _sdk.CallAsync("StopInvocation", new { RegionId = Region, InvokeId = first, InstanceId = new[] { id } });
        JsonNode run = result["InvocationResults"]!["InvocationResult"]!.AsArray().Single()!;

        Assert.Equal(first, again);
        Assert.Equal((3, "ExitCodeNonzero"), ((int?)run["ExitCode"], (string?)run["ErrorCode"]));
        Assert.Equal("grün web-04\n", Encoding.UTF8.GetString(Convert.FromBase64String((string)run["Output"]!)));
        Assert.Equal((404, "InvalidInstance.NotFound"), await _sdk.FailAsync(
            "RunCommand", new { RegionId = Region, Type = "RunShellScript", CommandContent = "true", InstanceId = new[] { "i-none" } }));
    }

    [Fact]
    public async Task PricesAndSubscriptions_TheSdk_TakesTheSandboxForItsCloud()
    {
        string id = await _sdk.FindIdAsync("web-06");
        JsonNode hour = await _sdk.CallAsync("DescribePrice", new { RegionId = Region, ResourceType = "instance", InstanceType = "ecs.g7.large", PriceUnit = "Hour" });
        await _sdk.CallAsync("ModifyInstanceChargeType", new
        {
            RegionId = Region,
            InstanceIds = $"[\"{id}\"]",
            InstanceChargeType = "PrePaid",
            Period = 1,
            PeriodUnit = "Month",
            AutoPay = true,
            ClientToken = "charge-1",
        });
        JsonNode bought = await SdkFixture.UntilAsync(() => _sdk.FindAsync("web-06"), s => (string?)s["InstanceChargeType"] == "PrePaid");
        JsonNode renewal = await _sdk.CallAsync("DescribeRenewalPrice", new { RegionId = Region, ResourceId = id, PriceUnit = "Month", Period = 1 });
        JsonNode change = await _sdk.CallAsync("DescribeInstanceModificationPrice", new { RegionId = Region, InstanceId = id, InstanceType = "ecs.g7.xlarge" });
        JsonNode order = await _sdk.CallAsync("RenewInstance", new { InstanceId = id, Period = 1, PeriodUnit = "Month", ClientToken = "renew-1" });
        await SdkFixture.UntilAsync(() => _sdk.FindAsync("web-06"), s => string.CompareOrdinal((string?)s["ExpiredTime"], (string?)bought["ExpiredTime"]) > 0);
        await _sdk.CallAsync(
            "ModifyInstanceAutoRenewAttribute", new { RegionId = Region, InstanceId = id, RenewalStatus = "AutoRenewal", Duration = 3, PeriodUnit = "Month" });
        JsonNode renewed = await _sdk.CallAsync("DescribeInstanceAutoRenewAttribute", new { RegionId = Region, InstanceId = id });

        Assert.All([hour, renewal, change], answer => Assert.True((decimal)answer["PriceInfo"]!["Price"]!["TradePrice"]! > 0));
        Assert.NotEmpty((string)order["OrderId"]!);
        Assert.Equal("AutoRenewal", (string?)renewed["InstanceRenewAttributes"]!["InstanceRenewAttribute"]![0]!["RenewalStatus"]);
        Assert.Equal((403, "ChargeTypeViolation"), await _sdk.FailAsync("DescribeRenewalPrice", new { RegionId = Region, ResourceId = await _sdk.FindIdAsync("web-05") }));
    }

    private static IEnumerable<string?> Values(JsonNode answer) =>
        from zone in answer["AvailableZones"]!["AvailableZone"]!.AsArray()
        from resource in zone!["AvailableResources"]!["AvailableResource"]!.AsArray()
        from value in resource!["SupportedResources"]!["SupportedResource"]!.AsArray()
        select (string?)value!["Value"];
}
