using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.Tests.Sdk;

/// <summary>
/// What a command sends to Alibaba, beside what the cloud's own SDK sends when it is asked for the same. The only differences there may
/// be: <c>x-acs-credentials-provider</c>, by which the SDK tells where its key comes from; the value of a ClientToken; the id of the operation that a description names; and <c>RegionId</c>
/// on operations that have none, where it does no harm (docs/contracts/alibaba-ecs.md 1.10) and the SDK has no way to say it.
/// </summary>
public sealed partial class AlibabaRequestTests : IClassFixture<AlibabaSdk>
{
    private const string ProviderHeader = "x-acs-credentials-provider";
    private const string ClientToken = "ClientToken";
    private const string RegionId = "RegionId";

    private readonly AlibabaSdk _sdk;

    public AlibabaRequestTests(AlibabaSdk sdk)
    {
        _sdk = sdk;
        _sdk.Begin();
        _sdk.Fixture.Session.Run(
            """
            $pair = [System.Management.Automation.PSCredential]::new($s.AccessKeyId, [System.Net.NetworkCredential]::new('', $s.AccessKeySecret).SecurePassword)
            Get-EcsAccount | Disconnect-EcsAccount
            $null = Connect-EcsAccount Alibaba -Region $region -Credential $pair -Endpoint $url
            """,
            ("keyPath", Path.Combine(Path.GetTempPath(), $"ecstools-{Guid.NewGuid():N}.pem")),
            ("region", AlibabaSdk.Region),
            ("url", _sdk.Fixture.Tap.Url));
    }

    [Theory]
    [InlineData("", "GetCallerIdentity", "{}")]
    [InlineData(
        "-RoleArn acs:ram::[account]:role/ops",
        "AssumeRole",
        """{"RoleArn":"acs:ram::[account]:role/ops","RoleSessionName":"EcsTools"}""")]
    public Task A_login_is_asked_for_as_the_SDK_asks_for_it(string options, string operation, string parameters)
    {
        string account = ((EcsAccount)_sdk.Fixture.Session.Run("Get-EcsAccount").Single().BaseObject).AccountId;
        return CompareAsync(
            $"Connect-EcsAccount Alibaba -Name other -Region {AlibabaSdk.Region} -Credential $pair -Endpoint $url {options}".Replace("[account]", account, StringComparison.Ordinal),
            operation,
            parameters.Replace("[account]", account, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-EcsRegion", "DescribeRegions", """{"AcceptLanguage":"en-US"}""")]
    [InlineData("Get-EcsInstance", "DescribeInstances", """{"AdditionalAttributes":["META_OPTIONS"],"MaxResults":100}""")]
    [InlineData("Get-EcsInstance db-01", "DescribeInstances", """{"AdditionalAttributes":["META_OPTIONS"],"MaxResults":100,"InstanceName":"db-01"}""")]
    [InlineData(
        "Get-EcsInstance -Status Running -Tag @{ role = 'web' } -Zone cn-hangzhou-j -ChargeType PayAsYouGo",
        "DescribeInstances",
        """{"AdditionalAttributes":["META_OPTIONS"],"MaxResults":100,"Status":"Running","Tag":[{"Key":"role","Value":"web"}],"ZoneId":"cn-hangzhou-j","InstanceChargeType":"PostPaid"}""")]
    [InlineData("Get-EcsInstance -Id [db-01]", "DescribeInstances", """{"AdditionalAttributes":["META_OPTIONS"],"MaxResults":100,"InstanceIds":"[\"[db-01]\"]"}""")]
    [InlineData("Get-EcsInstance -LockReason security", "DescribeInstances", """{"AdditionalAttributes":["META_OPTIONS"],"MaxResults":100,"LockReason":"security"}""")]
    [InlineData("Get-EcsDisk -InstanceId [db-01]", "DescribeDisks", """{"MaxResults":500,"InstanceId":"[db-01]"}""")]
    [InlineData("Get-EcsImage", "DescribeImages", """{"PageSize":100,"PageNumber":1}""")]
    [InlineData("Get-EcsKeyPair", "DescribeKeyPairs", """{"PageSize":50,"PageNumber":1,"IncludePublicKey":true}""")]
    [InlineData("Get-EcsZone", "DescribeZones", """{"AcceptLanguage":"en-US"}""")]
    [InlineData("Get-EcsSecurityGroup", "DescribeSecurityGroups", """{"MaxResults":100}""")]
    [InlineData("Get-EcsSnapshot -InstanceId [db-01]", "DescribeSnapshots", """{"MaxResults":100,"InstanceId":"[db-01]"}""")]
    [InlineData(
        "Get-EcsInstanceSize db-01",
        "DescribeInstanceTypes",
        """{"MaxResults":100,"InstanceTypes":["ecs.g7.xlarge","ecs.g7.16xlarge"]}""")]
    [InlineData("Get-EcsInstanceSize", "DescribeAvailableResource", """{"DestinationResource":"InstanceType"}""")]
    [InlineData(
        "Get-EcsInstanceSize db-01",
        "DescribeResourcesModification",
        """{"ResourceId":"[db-01]","DestinationResource":"InstanceType","OperationType":"Upgrade"}""")]
    [InlineData(
        "Get-EcsEvent -InstanceId [web-05] -Pending",
        "DescribeInstanceHistoryEvents",
        """{"MaxResults":100,"ResourceType":"instance","ResourceId":["[web-05]"],"InstanceEventCycleStatus":["Scheduled","Executing","Inquiring"]}""")]
    [InlineData("Get-EcsConsoleOutput web-06", "GetInstanceConsoleOutput", """{"InstanceId":"[web-06]"}""")]
    [InlineData("Get-EcsConsoleOutput web-06 -ScreenshotPath \"$([IO.Path]::GetTempPath())/$(New-Guid).jpg\"", "GetInstanceScreenshot", """{"InstanceId":"[web-06]"}""")]
    [InlineData("Get-EcsConsoleOutput web-06 -Address", "DescribeInstanceVncUrl", """{"InstanceId":"[web-06]"}""")]
    [InlineData("Invoke-EcsCommand web-03 hostname -Confirm:$false", "DescribeCloudAssistantStatus", """{"InstanceId":["[web-03]"]}""")]
    [InlineData(
        "Switch-EcsSystemDisk db-02 -ImageId rhel_9_4_x64_40G_alibase_20250718.vhd -Backup None -PlanOnly",
        "DescribeAutoSnapshotPolicyAssociations",
        """{"DiskId":"[db-02:disk]","MaxResults":100}""")]
    [InlineData(
        "Get-EcsPrice -Size ecs.g7.large -PeriodUnit Month",
        "DescribePrice",
        """{"ResourceType":"instance","InstanceType":"ecs.g7.large","PriceUnit":"Month","Period":1,"Amount":1}""")]
    [InlineData(
        "Get-EcsPrice -DiskCategory cloud_essd -DiskSizeGiB 100 -PerformanceLevel PL1",
        "DescribePrice",
        """{"ResourceType":"disk","PriceUnit":"Hour","Period":1,"Amount":1,"DataDisk":[{"Category":"cloud_essd","Size":100,"PerformanceLevel":"PL1"}]}""")]
    [InlineData(
        "Get-EcsPrice -BandwidthMbps 5",
        "DescribePrice",
        """{"ResourceType":"bandwidth","PriceUnit":"Hour","Period":1,"Amount":1,"InternetChargeType":"PayByBandwidth","InternetMaxBandwidthOut":5}""")]
    [InlineData(
        "Get-EcsPrice prepaid-01 -Size ecs.g7.16xlarge",
        "DescribeInstanceModificationPrice",
        """{"InstanceId":"[prepaid-01]","InstanceType":"ecs.g7.16xlarge"}""",
        403)]
    [InlineData(
        "Set-EcsDisk db-02 -SystemDisk -Category cloud_efficiency -PlanOnly",
        "DescribeAvailableResource",
        """{"DestinationResource":"SystemDisk","InstanceType":"ecs.g7.large","ZoneId":"cn-hangzhou-i"}""")]
    [InlineData("Get-EcsPrice prepaid-01 -Renewal -Period 3", "DescribeRenewalPrice", """{"ResourceId":"[prepaid-01]","PriceUnit":"Month","Period":3}""")]
    [InlineData(
        "Update-EcsSubscription prepaid-01 -AutoRenew On -PlanOnly",
        "DescribeInstanceAutoRenewAttribute",
        """{"InstanceId":"[prepaid-01]","PageNumber":"1","PageSize":"100"}""")]
    public Task A_question_is_asked_as_the_SDK_asks_it(string script, string operation, string parameters, int status = 200) =>
        CompareAsync(script, operation, parameters, status);

    [Theory]
    [InlineData(
        "Start-EcsInstance db-01 -NoWait", "StartInstances", """{"InstanceId":["[db-01]"],"BatchOptimization":"SuccessFirst"}""")]
    [InlineData(
        "Stop-EcsInstance web-01 -NoWait",
        "StopInstances",
        """{"InstanceId":["[web-01]"],"BatchOptimization":"SuccessFirst","ForceStop":false,"StoppedMode":"KeepCharging"}""")]
    [InlineData(
        "Stop-EcsInstance web-02 -StopMode Hard -StopCharging -NoWait -Confirm:$false",
        "StopInstances",
        """{"InstanceId":["[web-02]"],"BatchOptimization":"SuccessFirst","ForceStop":true,"StoppedMode":"StopCharging"}""")]
    [InlineData(
        "Restart-EcsInstance web-03 -StopMode Hard -NoWait -Confirm:$false",
        "RebootInstances",
        """{"InstanceId":["[web-03]"],"BatchOptimization":"SuccessFirst","ForceReboot":true}""")]
    [InlineData(
        "Reset-EcsSystemDisk db-02 -Backup None -NoWait -Confirm:$false",
        "ReInitDisk",
        """{"DiskId":"[db-02:disk]","KeyPairName":"sandbox-key","AutoStartInstance":false,"SecurityEnhancementStrategy":"Active"}""")]
    [InlineData(
        "Switch-EcsSystemDisk failed-01 -ImageId rhel_9_4_x64_40G_alibase_20250718.vhd -Backup None -NoWait -Confirm:$false",
        "ReplaceSystemDisk",
        """{"InstanceId":"[failed-01]","ImageId":"rhel_9_4_x64_40G_alibase_20250718.vhd","KeyPairName":"sandbox-key","SecurityEnhancementStrategy":"Active","SystemDisk":{"Size":"40"},"ClientToken":"x"}""")]
    [InlineData(
        "Set-EcsInstanceSize byol-01 ecs.g7.xlarge -NoWait -Confirm:$false",
        "ModifyInstanceSpec",
        """{"InstanceId":"[byol-01]","InstanceType":"ecs.g7.xlarge","ClientToken":"x"}""")]
    [InlineData(
        "Set-EcsInstanceSize prepaid-01 ecs.g7.xlarge -AutoPay -NoWait -Confirm:$false",
        "ModifyPrepayInstanceSpec",
        """{"InstanceId":"[prepaid-01]","InstanceType":"ecs.g7.xlarge","AutoPay":true,"OperatorType":"upgrade","ClientToken":"x"}""")]
    [InlineData(
        "Set-EcsBandwidth web-04 20 -Billing ByBandwidth -NoWait -Confirm:$false",
        "ModifyInstanceNetworkSpec",
        """{"InstanceId":"[web-04]","InternetMaxBandwidthOut":20,"NetworkChargeType":"PayByBandwidth","ClientToken":"x"}""")]
    [InlineData(
        "Set-EcsChargeType node-0007 Subscription -Period 1 -AutoPay -Confirm:$false; Update-EcsSubscription node-0007 -AutoRenew On -Period 3 -Confirm:$false",
        "ModifyInstanceAutoRenewAttribute",
        """{"InstanceId":"[node-0007]","RenewalStatus":"AutoRenewal","Duration":3,"PeriodUnit":"Month"}""")]
    [InlineData(
        "Set-EcsChargeType oldimage-01 Subscription -Period 1 -AutoPay -Confirm:$false; Update-EcsSubscription oldimage-01 -Period 1 -PeriodUnit Year -AutoPay -NoWait -Confirm:$false",
        "RenewInstance",
        """{"InstanceId":"[oldimage-01]","Period":12,"PeriodUnit":"Month","ClientToken":"x"}""")]
    [InlineData(
        "Set-EcsChargeType win-01 Subscription -Period 1 -AutoPay -NoWait -Confirm:$false",
        "ModifyInstanceChargeType",
        """{"InstanceIds":"[\"[win-01]\"]","InstanceChargeType":"PrePaid","Period":1,"PeriodUnit":"Month","AutoPay":true,"IncludeDataDisks":false,"ClientToken":"x"}""")]
    [InlineData(
        "Set-EcsDisk node-0006 -SystemDisk -SizeGiB 60 -Confirm:$false",
        "ResizeDisk",
        """{"DiskId":"[node-0006:disk]","NewSize":60,"Type":"online","ClientToken":"x"}""")]
    [InlineData(
        "Set-EcsDisk node-0006 -SystemDisk -Category cloud_efficiency -Confirm:$false",
        "ModifyDiskSpec",
        """{"DiskId":"[node-0006:disk]","DiskCategory":"cloud_efficiency"}""")]
    [InlineData(
        "Set-EcsDisk node-0007 -SystemDisk -DeleteWithInstance $false -Confirm:$false",
        "ModifyDiskAttribute",
        """{"DiskId":"[node-0007:disk]","DeleteWithInstance":false}""")]
    [InlineData("Remove-EcsInstance node-0001 -Running -NoWait -Confirm:$false", "DeleteInstance", """{"InstanceId":"[node-0001]","Force":true}""")]
    [InlineData(
        "Set-EcsInstance node-0002 -NewName 'db one' -Description 'first' -DeletionProtection $true -Confirm:$false",
        "ModifyInstanceAttribute",
        """{"InstanceId":"[node-0002]","InstanceName":"db one","Description":"first","DeletionProtection":true}""")]
    [InlineData(
        "Invoke-EcsCommand web-04 'echo {{word}}' -Parameter @{ word = 'hello' } -UserName ops -WorkingDirectory /srv -CommandTimeout 90 -Confirm:$false",
        "RunCommand",
        """{"Type":"RunShellScript","CommandContent":"ZWNobyB7e3dvcmR9fQ==","ContentEncoding":"Base64","InstanceId":["[web-04]"],"Username":"ops","WorkingDir":"/srv","Timeout":90,"EnableParameter":true,"Parameters":{"word":"hello"},"ClientToken":"x"}""")]
    [InlineData(
        "New-EcsSnapshot web-05 -SnapshotName before -Description why -NoWait -Confirm:$false",
        "CreateSnapshot",
        """{"DiskId":"[web-05:disk]","SnapshotName":"before","Description":"why (EcsTools <operation>)","Tag":[{"Key":"ecstools-operation","Value":"<operation>"}],"ClientToken":"x"}""")]
    [InlineData(
        "Reset-EcsPassword node-0006 -Method Api -Password ([System.Net.NetworkCredential]::new('', 'Canary%4711+Aa').SecurePassword) -Confirm:$false",
        "ModifyInstanceAttribute",
        """{"InstanceId":"[node-0006]","Password":"Canary%4711+Aa"}""")]
    [InlineData(
        "New-EcsImage node-0004 -ImageName golden -Description why -NoWait -Confirm:$false",
        "CreateImage",
        """{"InstanceId":"[node-0004]","ImageName":"golden","Description":"why (EcsTools <operation>)","Tag":[{"Key":"ecstools-operation","Value":"<operation>"}],"ClientToken":"x"}""")]
    [InlineData(
        "Add-EcsTag protected-01 @{ 'a b' = 'x/y' } -Confirm:$false",
        "TagResources",
        """{"ResourceType":"instance","ResourceId":["[protected-01]"],"Tag":[{"Key":"a b","Value":"x/y"}]}""")]
    [InlineData("Remove-EcsTag protected-01 role -Confirm:$false", "UntagResources", """{"ResourceType":"instance","ResourceId":["[protected-01]"],"TagKey":["role"]}""")]
    [InlineData("Set-EcsInstance protected-01 -KeyPairName sandbox-key-2 -Confirm:$false", "AttachKeyPair", """{"KeyPairName":"sandbox-key-2","InstanceIds":"[\"[protected-01]\"]"}""")]
    [InlineData("Set-EcsInstance web-05 -RemoveKeyPair -Confirm:$false", "DetachKeyPair", """{"KeyPairName":"sandbox-key","InstanceIds":"[\"[web-05]\"]"}""")]
    [InlineData("New-EcsKeyPair sdk-1 $keyPath", "CreateKeyPair", """{"KeyPairName":"sdk-1"}""")]
    [InlineData("Import-EcsKeyPair sdk-2 -PublicKey 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ops'", "ImportKeyPair", """{"KeyPairName":"sdk-2","PublicKeyBody":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ops"}""")]
    [InlineData(
        "$null = Import-EcsKeyPair sdk-3 -PublicKey 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ops'; Remove-EcsKeyPair sdk-3 -Confirm:$false",
        "DeleteKeyPairs",
        """{"KeyPairNames":"[\"sdk-3\"]"}""")]
    [InlineData(
        "New-EcsInstance sdk-01 -LikeInstance failed-01 -ImageId ubuntu_22_04_x64_20G_alibase_20250814.vhd -SystemDiskSizeGiB 40 -DataDisk 100 -Description why -PlanOnly",
        "RunInstances",
        """
        {"ImageId":"ubuntu_22_04_x64_20G_alibase_20250814.vhd","InstanceType":"ecs.g7.large","VSwitchId":"vsw-sandboxcnhangzhoui","ZoneId":"cn-hangzhou-i","InstanceName":"sdk-01",
         "Description":"why","SystemDisk":{"Category":"cloud_essd","Size":"40","PerformanceLevel":"PL1"},"DataDisk":[{"Category":"cloud_essd","Size":100}],"KeyPairName":"sandbox-key",
         "SecurityGroupId":"sg-bp1sandbox0000000001","Tag":[{"Key":"env","Value":"sandbox"},{"Key":"role","Value":"app"}],"InstanceChargeType":"PostPaid","Amount":1,"DryRun":true}
        """,
        400)]
    public Task A_change_is_asked_for_as_the_SDK_asks_for_it(string script, string operation, string parameters, int status = 200) => CompareAsync(script, operation, parameters, status);

    [Theory]
    [InlineData("ModifyEipAddressAttribute")]
    [InlineData("DescribeEipAddresses")]
    public Task An_elastic_address_is_asked_for_as_the_SDK_asks_for_it(string operation) => CompareAsync(
        $"Set-EcsBandwidth web-06 {(operation.StartsWith('M') ? 30 : 40)} -Confirm:$false",
        operation,
        ours => new JsonObject(ours.Query.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value)))));

    [Fact]
    public Task A_roll_back_is_asked_for_as_the_SDK_asks_for_it() => CompareAsync(
        "Restore-EcsSnapshot node-0005 (New-EcsSnapshot node-0005 -Confirm:$false).SnapshotId -StopFirst -NoWait -Confirm:$false",
        "ResetDisk",
        ours => new JsonObject { ["DiskId"] = _sdk.Fixture.Fill("[node-0005:disk]"), ["SnapshotId"] = ours.Query["SnapshotId"] });

    [Theory]
    [InlineData("Remove-EcsSnapshot (New-EcsSnapshot hpc-01 -Confirm:$false).SnapshotId -Confirm:$false", "DeleteSnapshot", "SnapshotId")]
    [InlineData("Remove-EcsImage (New-EcsImage hpc-01 -Confirm:$false).ImageId -Confirm:$false", "DeleteImage", "ImageId")]
    public Task A_deletion_is_asked_for_as_the_SDK_asks_for_it(string script, string operation, string id) => CompareAsync(
        script, operation, ours => new JsonObject { [RegionId] = AlibabaSdk.Region, [id] = ours.Query[id] });

    [Fact]
    public async Task A_disk_is_attached_and_detached_as_the_SDK_does_it()
    {
        string disk = Assert.Single(_sdk.Fixture.Session.Run(_sdk.Fixture.Fill("(Get-EcsDisk -InstanceId [db-01] | Where-Object -Not IsSystemDisk)[0].Id"))).ToString();

        await CompareAsync($"Dismount-EcsDisk db-01 -DiskId {disk} -Confirm:$false", "DetachDisk", AsOurs);
        await CompareAsync($"Mount-EcsDisk db-01 -DiskId {disk} -DeleteWithInstance $false -Confirm:$false", "AttachDisk", AsOurs);

        static JsonObject AsOurs(Exchange ours) => new(ours.Query.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value))));
    }

    [Fact]
    public Task Results_are_asked_for_as_the_SDK_asks_for_them() => CompareAsync(
        "Invoke-EcsCommand web-03 hostname -Confirm:$false",
        "DescribeInvocationResults",
        ours => new JsonObject(ours.Query.Where(p => p.Key is not RegionId).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value))))
        {
            ["MaxResults"] = 50,
            [RegionId] = AlibabaSdk.Region,
        });

    [Fact]
    public async Task A_policy_is_applied_to_a_new_disk_as_the_SDK_applies_it()
    {
        const string Operation = "ApplyAutoSnapshotPolicy";
        JsonNode policies = await _sdk.CallAsync("DescribeAutoSnapshotPolicyEx", new { RegionId = AlibabaSdk.Region, AutoSnapshotPolicyName = "nightly" });

        // The operation writes all its names small, the region's too; ours is told in both spellings.
        await CompareAsync(
            "Switch-EcsSystemDisk node-0003 -ImageId rhel_9_4_x64_40G_alibase_20250718.vhd -StopFirst -Backup None -Confirm:$false",
            Operation,
            _ => new JsonObject
            {
                ["regionId"] = AlibabaSdk.Region,
                ["autoSnapshotPolicyId"] = (string?)policies["AutoSnapshotPolicies"]!["AutoSnapshotPolicy"]!.AsArray().Single()!["AutoSnapshotPolicyId"],
                ["diskIds"] = _sdk.Fixture.Fill("[\"[node-0003:disk]\"]"),
            });
    }

    [Fact]
    public Task ConfirmEvent_Inquiring_IsSentAsTheSdkSendsIt() => CompareAsync(
        "Get-EcsEvent -State Inquiring | Confirm-EcsEvent -Confirm:$false",
        "AcceptInquiredSystemEvent",
        ours => new JsonObject { [RegionId] = AlibabaSdk.Region, ["EventId"] = ours.Query["EventId"] });

    private Task CompareAsync(string script, string operation, string parameters, int status = 200)
    {
        JsonObject fields = JsonNode.Parse(_sdk.Fixture.Fill(parameters))!.AsObject();
        fields[RegionId] = AlibabaSdk.Region;
        return CompareAsync(script, operation, _ => fields, status);
    }

    // What the SDK is asked for may name what only our own call has brought about.
    private async Task CompareAsync(string script, string operation, Func<Exchange, JsonObject> parameters, int status = 200)
    {
        Exchange ours = _sdk.Fixture.Run(_sdk.Fixture.Fill(script)).First(e => e.Request.Headers["x-acs-action"] == operation);
        (_, Exchange theirs) = await _sdk.SendAsync(operation, parameters(ours));

        Assert.Equal(status, ours.Status);
        Assert.Equal(Essence(theirs), Essence(ours, isRegionTold: theirs.Query.ContainsKey(RegionId)));
        Assert.Equal(SignedHeaders(theirs).Where(h => h != ProviderHeader), SignedHeaders(ours));
        Assert.Equal(theirs.Request.Headers["x-acs-version"], ours.Request.Headers["x-acs-version"]);
    }

    private static string Essence(Exchange exchange, bool isRegionTold = true) => string.Join(
        '\n',
        exchange.Query
            .Where(p => p.Key != RegionId || isRegionTold)
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => p.Key == ClientToken ? ClientToken : $"{p.Key}={OperationId().Replace(p.Value, "<operation>")}")
            .Prepend($"{exchange.Method} {exchange.Path} body '{exchange.Request.Body}'"));

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex OperationId();

    private static IEnumerable<string> SignedHeaders(Exchange exchange) =>
        exchange.Request.Headers["authorization"].Split("SignedHeaders=")[1].Split(',')[0].Split(';');
}
