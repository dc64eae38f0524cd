using EcsTools.Core.Guests;

namespace EcsTools.Core.Tests.Guests;

/// <summary>Whether the system that a console shows last has come up.</summary>
public sealed class ConsoleBootTests
{
    private const string Kernel = "[    0.000000] Linux version 6.1.0\n";
    private const string Early = "[   91.8] cloud-init[274]: Cloud-init v. 22.4.2 running 'init' at Tue, 01 Dec 2026 07:21:42 +0000. Up 90.52 seconds.\n";
    private const string Last = "[  190.8] cloud-init[399]: Cloud-init v. 22.4.2 running 'modules:final' at Tue, 01 Dec 2026 07:23:21 +0000. Up 188.78 seconds.\n";

    [Theory]
    [InlineData(Kernel + "\nDebian GNU/Linux 12 web-01 ttyS0\n\nweb-01 login: ", true)]
    [InlineData(Kernel + "\r\nweb-01 login: [   36.1] systemd[1]: Started\r\n", true)]
    [InlineData(Kernel + Early + "web-01 login: ", false)]
    [InlineData(Kernel + Early + "web-01 login: " + Last, true)]
    [InlineData(Kernel + Early + Last, false)]
    [InlineData(Kernel + Early + Last + "web-01 login: ", true)]
    [InlineData("Debian GNU/Linux 12 web-01 ttyS0\n\nweb-01 login: ", true)]
    [InlineData(Kernel + "web-01 login: \n" + Kernel + "[    1.0] booting\n", false)]
    [InlineData(Kernel + "[    1.0] please login: as ops\n", false)]
    [InlineData(Kernel, false)]
    [InlineData("", false)]
    public void IsUp_LastBoot_Decides(string text, bool expected) => Assert.Equal(expected, ConsoleBoot.IsUp(text));
}
