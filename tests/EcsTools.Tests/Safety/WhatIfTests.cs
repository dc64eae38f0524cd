using System.Reflection;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>
/// Under -WhatIf and -PlanOnly no request that changes something leaves the process. Counted for every cmdlet that supports it, found by reflection:
/// one that is not in the table fails the test.
/// </summary>
public sealed class WhatIfTests
{
    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string account in ChangingCommand.AllAccounts)
        {
            cases.Add(account, "{0} {1} -WhatIf");
            cases.Add(account, "$WhatIfPreference = $true; {0} {1}");
            cases.Add(account, "{0} {1} -Force -WhatIf");
            cases.Add(account, "$WhatIfPreference = $true; {0} {1} -Force");
            cases.Add(account, "{0} {1} -PlanOnly");
        }

        return cases;
    }

    [Fact]
    public void Every_command_that_changes_something_is_in_the_table()
    {
        using ModuleSession session = new();

        Assert.Equal(Changing(session).Select(c => c.Name).Order(), ChangingCommand.All.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_is_sent(string account, string form)
    {
        using ModuleSession session = new();
        session.Run($"$null = Start-EcsSandbox; $null = Select-EcsAccount {account}");
        foreach (CmdletInfo cmdlet in Changing(session))
        {
            ChangingCommand command = ChangingCommand.All[cmdlet.Name];
            bool plans = form.Contains("-PlanOnly");
            if (!command.Accounts.Contains(account)
                || (form.Contains("-Force") && !cmdlet.Parameters.ContainsKey("Force"))
                || (plans && !cmdlet.Parameters.ContainsKey("PlanOnly")))
            {
                continue;
            }

            session.Run(command.Before);
            session.Records.Clear();
            long before = Writes(session);

            IReadOnlyList<PSObject> output = session.Run("& { " + form.Replace("{0}", cmdlet.Name).Replace("{1}", command.Arguments) + " }");

            Assert.Equal((cmdlet.Name, before), (cmdlet.Name, Writes(session)));
            Assert.True(
                plans ? output.Any(o => o.BaseObject is EcsPlan) : session.Records.WhatIf.Count > 0, $"{cmdlet.Name} did not say what it would do.");
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
