using System.Reflection;
using System.Text.RegularExpressions;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>The answers to a question: Enter is No, and every other answer does what it says.</summary>
public sealed class ConfirmationTests : IDisposable
{
    private const string Release = "'db-01', 'db-02' | Remove-EcsInstance";
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Accounts => SandboxFixture.Accounts;

    [Theory]
    [MemberData(nameof(Accounts))]
    public void EveryCmdletOfHighImpact_Enter_IsNoAndSendsNothing(string account)
    {
        _bench.Session.Run($"$null = Select-EcsAccount {account}");
        string[] high = [.. Changing().Where(c => Impact(c) == ConfirmImpact.High).Select(c => c.Name)];

        Assert.True(high.Length >= 9, string.Join(", ", high));
        Assert.All(high, name => AssertEnterIsNo(account, name, ["{0} {1}"]));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void EveryChangingCmdlet_EnterAfterConfirm_IsNoAndSendsNothing(string account)
    {
        _bench.Session.Run($"$null = Select-EcsAccount {account}");

        Assert.All(Changing().Select(c => c.Name), name => AssertEnterIsNo(account, name, ["{0} {1} -Confirm", "$ConfirmPreference = 'Low'; {0} {1}"]));
    }

    [Theory]
    [InlineData("Yes|Yes", 2, 2)]
    [InlineData("Yes|No", 2, 1)]
    [InlineData("No|Yes", 2, 1)]
    [InlineData("|", 2, 0)]
    [InlineData("Yes to All", 1, 2)]
    [InlineData("No to All", 1, 0)]
    [InlineData("No|Yes to All", 2, 1)]
    [InlineData("Yes|No to All", 2, 1)]
    [InlineData("Suspend|Yes|Suspend|No", 4, 1)]
    public void Remove_EachAnswer_DoesWhatItSays(string answers, int questions, int released)
    {
        _bench.Records.Answer(answers.Split('|'));

        _bench.Session.Run(Release);

        Assert.Equal(questions, _bench.Records.Questions.Count);
        Assert.Equal(answers.Split("Suspend").Length - 1, _bench.Session.Host.NestedPrompts);
        Assert.Equal(released, _bench.Effects("Alibaba:release"));
        Assert.All(_bench.Records.Questions, q => Assert.Equal(["Yes", "Yes to All", "No", "No to All", "Suspend"], q.Answers));
    }

    [Fact]
    public void YesToAll_SeveralAccounts_HoldsForTheInvocationAndNoLonger()
    {
        _bench.Records.Answer("Yes to All");
        string several = string.Join("; ", SandboxFixture.Accounts.Select(a => $"Get-EcsInstance web-01 -Account {a.Data}"));
        _bench.Session.Run($"& {{ {several} }} | Stop-EcsInstance -Confirm");
        Assert.Single(_bench.Records.Questions);
        Assert.Equal(1, _bench.Effects("Alibaba:stop"));

        Assert.Equal([EcsErrorId.ConfirmationNotPossible], _bench.Invoke("Stop-EcsInstance web-02 -Confirm").ErrorIds);
    }

    [Fact]
    public void Plans_OfDifferentImpact_AreAskedAsTheirKindIs()
    {
        EcsPlan[] plans = [_bench.Run<EcsPlan>("New-EcsSnapshot db-01 -PlanOnly").Single(), _bench.Run<EcsPlan>("Remove-EcsInstance db-02 -PlanOnly").Single()];
        _bench.Records.Answer(RecordingUserInterface.Enter);

        IReadOnlyList<EcsOperation> operations = _bench.Run<EcsOperation>("$plans | Invoke-EcsPlan", ("plans", plans));

        Assert.Equal(OperationKind.SnapshotCreate, Assert.Single(operations).Kind);
        Assert.Contains("db-02", Assert.Single(_bench.Records.Questions).Message, StringComparison.Ordinal);
    }

    // Whatever asks elsewhere would have Yes for Enter, or none of what holds for all questions.
    [Fact]
    public void Source_Questions_AreAskedInOnePlace()
    {
        string folder = Path.Combine(Repository.Root, "src", "EcsTools");
        string[] asking =
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(f => Regex.IsMatch(File.ReadAllText(f), @"\b(ShouldProcess|ShouldContinue|PromptForChoice)\("))
                .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Where(f => !f.StartsWith("obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];

        Assert.Equal(["Internal/Confirmation.cs", "Internal/StandingAnswer.cs"], asking);
    }

    private void AssertEnterIsNo(string account, string name, IReadOnlyList<string> forms)
    {
        ChangingCommand command = ChangingCommand.All[name];
        if (!command.Accounts.Contains(account))
        {
            return;
        }

        _bench.Session.Run(command.Before);
        foreach (string form in forms)
        {
            _bench.Records.Clear();
            _bench.Records.Answer(RecordingUserInterface.Enter);

            int writes = _bench.CountWrites(() => _bench.Session.Run(
                "& { " + form.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", command.Arguments, StringComparison.Ordinal) + " }"));

            Assert.Equal((name, "No", 0), (name, Assert.Single(_bench.Records.Questions).Default, writes));
        }
    }

    private CmdletInfo[] Changing() =>
    [
        .. _bench.Session.Run("Get-Command -Module EcsTools -CommandType Cmdlet").Select(o => (CmdletInfo)o.BaseObject)
            .Where(c => Attribute(c).SupportsShouldProcess),
    ];

    private static ConfirmImpact Impact(CmdletInfo cmdlet) => Attribute(cmdlet).ConfirmImpact;

    private static CmdletAttribute Attribute(CmdletInfo cmdlet) => cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!;
}
