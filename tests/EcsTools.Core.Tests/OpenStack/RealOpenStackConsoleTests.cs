using EcsTools.Core.Guests;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>What a real Nova shows of a console; its fake hypervisor writes the same three lines for every server.</summary>
public sealed class RealOpenStackConsoleTests(OpenStackLab lab) : IClassFixture<OpenStackLab>
{
    [Theory]
    [InlineData(null, "FAKE CONSOLE OUTPUT")]
    [InlineData(1, "LAST LINE")]
    public async Task ReadAsync_RealNova_ShowsItsLog(int? lines, string first)
    {
        lab.Require();
        string id = (await lab.CreateAsync(lines is null ? "whole-console" : "last-line")).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab);

        EcsConsoleOutput read = await GuestConsole.ReadAsync(bench.Account, await bench.FindAsync(id), lines, LabFixture.Token);

        Assert.StartsWith(first, read.Text, StringComparison.Ordinal);
        Assert.True(read.IsLive);
    }

    [Fact]
    public async Task OpenAsync_RealNova_GivesAnAddressOrSaysWhyNot()
    {
        lab.Require();
        string id = (await lab.CreateAsync("console-address")).Single();
        using LabFixture bench = await LabFixture.OpenAsync(lab);
        try
        {
            Assert.StartsWith("http", (await GuestConsole.OpenAsync(bench.Account, await bench.FindAsync(id), LabFixture.Token)).Address, StringComparison.Ordinal);
        }
        catch (EcsException error)
        {
            // This lab has no proxy for consoles.
            Assert.Contains(error.ErrorId, new[] { EcsErrorId.CloudError, EcsErrorId.NotSupported, EcsErrorId.IncorrectState });
        }
    }
}
