using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

using EcsTools.Model;
using EcsTools.Tests.Hosting;

using Xunit;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Under -WhatIf no request that changes something leaves the process. Counted for every cmdlet that supports it, found by reflection:
/// one that is not in the table fails the test.
/// </summary>
public sealed class WhatIfTests
{
    internal static readonly string[] AllAccounts = ["sandbox-alibaba", "sandbox-huawei", "sandbox-otc"];

    private static readonly string[] HuaweiAndTelekom = ["sandbox-huawei", "sandbox-otc"];

    private static readonly Dictionary<string, ChangingCommand> Commands = new()
    {
        ["Invoke-EcsCommand"] = new("web-01 hostname"),
        ["Invoke-EcsOsReinstall"] = new("db-01 -Backup None"),
        ["Invoke-EcsPlan"] = new("$plan") { Before = "$plan = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly" },
        ["New-EcsImage"] = new("db-01") { Accounts = HuaweiAndTelekom },
        ["New-EcsSnapshot"] = new("db-01"),
        ["Remove-EcsInstance"] = new("db-01"),
        ["Remove-EcsPassword"] = new("win-01") { Accounts = HuaweiAndTelekom },
        ["Reset-EcsPassword"] = new("web-01 -Generate") { Accounts = ["sandbox-alibaba", "sandbox-huawei"] },
        ["Reset-EcsSystemDisk"] = new("db-01 -Backup None"),
        ["Restart-EcsInstance"] = new("web-01"),
        ["Resume-EcsOperation"] = new("$operation.OperationId") { Before = "$operation = Invoke-EcsOsReinstall db-02 -Backup None -NoWait -Confirm:$false -Force" },
        ["Restore-EcsSnapshot"] = new("db-01 $snapshot")
        {
            Before = "$null = New-EcsSnapshot db-01 -Confirm:$false; $snapshot = @(Get-EcsInstance db-01 | Get-EcsSnapshot)[-1].Id",
            Accounts = ["sandbox-alibaba"], // elsewhere the disk must be detached by hand first
        },
        ["Set-EcsInstance"] = new("db-01 -DeletionProtection $true"),
        ["Set-EcsInstanceSize"] = new("db-01 @(Get-EcsInstance db-01 | Get-EcsInstanceSize -Available)[0].Name"),
        ["Start-EcsInstance"] = new("db-01"),
        ["Stop-EcsInstance"] = new("web-01"),
        ["Stop-EcsSandbox"] = new(""),
        ["Switch-EcsSystemDisk"] = new("db-01 -Backup None -ImageId (Get-EcsInstance web-01).ImageId"),
    };

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string account in AllAccounts)
        {
            cases.Add(account, "{0} {1} -WhatIf");
            cases.Add(account, "$WhatIfPreference = $true; {0} {1}");
            cases.Add(account, "{0} {1} -Force -WhatIf");
            cases.Add(account, "$WhatIfPreference = $true; {0} {1} -Force");
        }

        return cases;
    }

    [Fact]
    public void Every_command_that_changes_something_is_in_the_table()
    {
        using ModuleSession session = new();

        Assert.Equal(Changing(session).Select(c => c.Name).Order(), Commands.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_is_sent(string account, string form)
    {
        using ModuleSession session = new();
        session.Run($"$null = Start-EcsSandbox; $null = Select-EcsAccount {account}");
        foreach (CmdletInfo cmdlet in Changing(session))
        {
            ChangingCommand command = Commands[cmdlet.Name];
            if (!command.Accounts.Contains(account) || (form.Contains("-Force") && !cmdlet.Parameters.ContainsKey("Force")))
            {
                continue;
            }

            session.Run(command.Before);
            session.Records.Clear();
            long before = Writes(session);

            session.Run("& { " + form.Replace("{0}", cmdlet.Name).Replace("{1}", command.Arguments) + " }");

            Assert.Equal((cmdlet.Name, before), (cmdlet.Name, Writes(session)));
            Assert.True(session.Records.WhatIf.Count > 0, $"{cmdlet.Name} did not say what it would do.");
        }
    }

    // Without this the test above could pass with a counter that never moves.
    [Theory]
    [InlineData("sandbox-alibaba")]
    [InlineData("sandbox-huawei")]
    [InlineData("sandbox-otc")]
    public void What_is_sent_is_counted(string account)
    {
        using ModuleSession session = new();
        session.Run($"$null = Start-EcsSandbox; $null = Select-EcsAccount {account}");
        long before = Writes(session);

        session.Run("Stop-EcsInstance web-02 -Confirm:$false");

        Assert.Equal(before + 1, Writes(session));
    }

    private static long Writes(ModuleSession session) => ((EcsSandbox)session.Run("Get-EcsSandbox")[0].BaseObject).WriteCount;

    private static CmdletInfo[] Changing(ModuleSession session) =>
    [
        .. session.Run("Get-Command -Module EcsTools -CommandType Cmdlet")
            .Select(o => (CmdletInfo)o.BaseObject)
            .Where(c => c.ImplementingType.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess),
    ];
}
