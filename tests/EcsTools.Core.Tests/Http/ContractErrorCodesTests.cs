namespace EcsTools.Core.Tests.Http;

/// <summary>No way in which the contract pages write codes hides one from the table.</summary>
public sealed class ContractErrorCodesTests
{
    [Theory]
    [InlineData("Ecs.0100 in the answer.", "Ecs.0100")]
    [InlineData("| Ecs.0007 / 0008 | image 1024 |", "Ecs.0007 Ecs.0008")]
    [InlineData("| Ecs.0510, 0513 `H` | as said |", "Ecs.0510 Ecs.0513")]
    [InlineData("Common.0001 (500), 0002, 0011", "Common.0001 Common.0002 Common.0011")]
    [InlineData("Ecs.0066\u20130068 (403)", "Ecs.0066 Ecs.0067 Ecs.0068")]
    [InlineData("one name. Ecs.0041,\n0616, 0914, 0915. Sources: SDK 2026", "Ecs.0041 Ecs.0616 Ecs.0914 Ecs.0915")]
    [InlineData("Ecs.0017/0103 disk not usable, 0051-0053 SCSI only,\n0057 attached, 0102 state", "Ecs.0017 Ecs.0103 Ecs.0051 Ecs.0052 Ecs.0053 Ecs.0057 Ecs.0102")]
    [InlineData("EVS codes: 1033 quota query failed, 2144 frozen (403).", "EVS.1033 EVS.2144")]
    [InlineData("CBC.0100 (400) parameter, 0151 and 0155 (403); 30010036 not a main\nresource", "CBC.0100 CBC.0151 CBC.0155 CBC.30010036")]
    [InlineData("other body **Ecs.0122**,\nnot a UUID **0123**, expired **0124**. OTC", "Ecs.0122 Ecs.0123 Ecs.0124")]
    [InlineData("Ecs.0202, 0204, 0226 or 1002", "Ecs.0202 Ecs.0204 Ecs.0226 Ecs.1002")]
    [InlineData("1000 servers per minute; EVS 1000", "")]
    public void FindHuawei_Text_ReadsEveryCode(string text, string codes) => Assert.Equal(codes, string.Join(' ', ContractErrorCodes.FindHuawei(text)));

    [Theory]
    [InlineData("403 `SecurityRisk.3DVerification`: a mail", "SecurityRisk.3DVerification")]
    [InlineData("`NewHead.Whatever` and `InvalidThing`", "NewHead.Whatever InvalidThing")]
    [InlineData("`DiskIds.N`, `Tag.1.Key`, `InstanceId`, `SystemDisk.Size`, `Running`", "")]
    public void FindAlibaba_Text_ReadsEveryCode(string text, string codes) =>
        Assert.Equal(codes, string.Join(' ', ContractErrorCodes.FindAlibaba(text, ["InstanceId", "SystemDisk", "Size"])));

    [Theory]
    [InlineData("Ecs.0616 Ecs.0914 Ecs.0915 Ecs.0051 Ecs.0052 Ecs.0053 Ecs.0057 Ecs.0111 Ecs.0121 Ecs.0617 EVS.1033 EVS.2145 CBC.0151 CBC.0155 CBC.0999")]
    public void Huawei_Pages_HoldWhatWasOnceOverlooked(string codes) => Assert.Empty(codes.Split(' ').Except(ContractErrorCodes.Huawei()));

    [Fact]
    public void Alibaba_Pages_HoldWhatWasOnceOverlooked() => Assert.Contains("SecurityRisk.3DVerification", ContractErrorCodes.Alibaba(), StringComparer.Ordinal);
}
