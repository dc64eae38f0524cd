using System.Reflection;
using System.Security;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;
using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Fuzzing;

/// <summary>A server whose name hides, turns around and copies, wherever it is shown. Objects keep the name as it is.</summary>
public sealed class HostileTextTests : IDisposable
{
    private const string Name = "web-01" + HostileText.Tail;
    private const string Shown = "web-01" + HostileText.ShownTail;
    private readonly SandboxFixture _bench = new();

    public HostileTextTests() => _bench.Session.Run("$null = Set-EcsInstance web-01 -NewName $name -Confirm:$false", ("name", Name));

    public void Dispose()
    {
        PSStyle.Instance.OutputRendering = OutputRendering.Host;
        _bench.Dispose();
    }

    [Theory]
    [InlineData("Get-EcsInstance $name | Format-Table | Out-String -Width 400")]
    [InlineData("Get-EcsInstance $name | Format-List | Out-String -Width 400")]
    [InlineData("$s = Get-EcsInstance $name; Get-EcsDisk -InstanceId $s.Id | Format-List | Out-String -Width 400; $s.ToString() > $null")]
    [InlineData("Invoke-EcsOsReinstall $name -StopFirst -Backup None -PlanOnly | Out-String -Width 400")]
    [InlineData("Invoke-EcsOsReinstall $name -StopFirst -Backup None -PlanOnly | Format-List | Out-String -Width 400")]
    [InlineData("(Invoke-EcsOsReinstall $name -StopFirst -Backup None -PlanOnly).Requirements | Out-String -Width 400")]
    [InlineData("Invoke-EcsOsReinstall $name -StopFirst -Backup None -Confirm:$false | Tee-Object -Variable done | Out-String -Width 400; $done | Format-List | Out-String -Width 400; Get-EcsOperation | Out-String")]
    [InlineData("Invoke-EcsOsReinstall $name -StopFirst -Backup None -WhatIf")]
    [InlineData("Invoke-EcsOsReinstall $name -Backup None -Confirm:$false")]
    [InlineData("Invoke-EcsOsReinstall $name -Backup None -Confirm:$false -ErrorAction SilentlyContinue; foreach ($view in 'NormalView', 'ConciseView') { $ErrorView = $view; $Error[0] | Out-String -Width 400 }")]
    [InlineData("$ErrorView = 'NormalView'; Stop-EcsInstance $name, $name -WhatIf; Remove-EcsInstance $name -WhatIf; Set-EcsInstance $name -NewName x -WhatIf")]
    [InlineData("Stop-EcsInstance $name -Verbose; Stop-EcsInstance $name -Verbose; Start-EcsInstance $name -Verbose -NoWait")]
    [InlineData("Restart-EcsInstance $name -Verbose -NoWait | Out-String -Width 400")]
    [InlineData("Get-EcsInstance \"$name*\" -Account 'nothing'")]
    [InlineData("Get-EcsInstance ([WildcardPattern]::Escape(\"$name-gone\"))")]
    [InlineData("Invoke-EcsCommand $name 'hostname' -Confirm:$false | Out-String -Width 400")]
    [InlineData("Get-EcsAuditRecord | Out-String -Width 400; Get-EcsAuditRecord | Format-List | Out-String -Width 400; Get-EcsAuditRecord -Verify | Out-String -Width 400")]
    [InlineData("Get-EcsInstance $name | Format-Wide | Out-String -Width 400; Get-EcsInstance $name | Format-Custom | Out-String -Width 400")]
    [InlineData("New-EcsSnapshot $name -Confirm:$false | Out-String -Width 400; Get-EcsSnapshot | Format-List | Out-String -Width 400; Get-EcsOperation | Format-Wide | Out-String")]
    [InlineData("Start-EcsInstance $name -PassThru | Out-String -Width 400; Wait-EcsInstance $name -For Stopped -Timeout 1 | Out-String -Width 400")]
    [InlineData("Set-EcsInstance $name -Description $name -Confirm:$false -Verbose; Set-EcsInstance $name -NewName \"$name.\" -Confirm:$false -Verbose")]
    [InlineData("Switch-EcsSystemDisk $name -ImageId $name -Backup None -Confirm:$false; Set-EcsInstanceSize $name -Size $name -Confirm:$false; Resume-EcsOperation $name")]
    [InlineData("Stop-EcsInstance $name -Account $name; Get-EcsOperation -OperationId $name; Connect-EcsAccount -Profile $name; Select-EcsAccount $name; Get-EcsDisk $name; Get-EcsImage $name")]
    [InlineData("[pscustomobject] @{ Name = $name; Id = 'gone' } | Stop-EcsInstance -WhatIf; Invoke-EcsPlan $name -WhatIf; Invoke-EcsCommand $name id -Method Ssh -KeyFile \"/$name\" -Confirm:$false")]
    public void Output_HostileName_CommandsNothing(string script)
    {
        _bench.Records.Clear();
        Outcome outcome = _bench.Invoke(script, ("name", Name));

        IReadOnlyList<string> texts = HostileText.ReadAll(_bench.Records, outcome);
        Assert.NotEmpty(texts);
        Assert.All(texts, HostileText.AssertHarmless);
    }

    [Theory]
    [InlineData("Invoke-EcsOsReinstall $name -StopFirst -Backup None")]
    [InlineData("Invoke-EcsOsReinstall $name -StopFirst")]
    [InlineData("Reset-EcsSystemDisk $name -StopFirst -Backup None")]
    [InlineData("Stop-EcsInstance $name -Confirm")]
    [InlineData("Set-EcsInstance $name -NewName other -Confirm")]
    [InlineData("Reset-EcsPassword $name -Generate -Method Api")]
    [InlineData("Stop-EcsInstance web*")]
    [InlineData("Invoke-EcsCommand $name 'id' -Confirm")]
    public void Question_HostileName_ShowsTheWholePlan(string script)
    {
        int writes = _bench.CountWrites(() =>
        {
            _bench.Records.Reply = _ => RecordingUserInterface.Enter;
            _bench.Invoke(script, ("name", Name));
        });

        Assert.NotEmpty(_bench.Records.Questions);
        Assert.All(_bench.Records.Questions, q => HostileText.AssertHarmless(q.Caption + q.Message + string.Concat(q.Help) + string.Concat(q.Answers)));
        Assert.Contains(_bench.Records.Questions, q => q.OneLine.Contains(Shown, StringComparison.Ordinal) || script.Contains("web*", StringComparison.Ordinal));
        Assert.Equal(0, writes);
    }

    [Fact]
    public void Question_NameWithLines_StaysOnItsOwn()
    {
        const string Forged = "web-02\n  Backup: Image\n  Lost: nothing";
        _bench.Session.Run("$null = Set-EcsInstance web-02 -NewName $forged -Confirm:$false", ("forged", Forged));
        _bench.Records.Reply = _ => RecordingUserInterface.Enter;

        _bench.Invoke("Invoke-EcsOsReinstall $forged -StopFirst -Backup None", ("forged", Forged));

        Assert.DoesNotContain("\n  Backup: Image", _bench.Records.Questions[0].Message, StringComparison.Ordinal);
        Assert.Contains("\n  Backup: None", _bench.Records.Questions[0].Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> OutputTypes
    {
        get
        {
            using ModuleSession session = new();
            return
            [
                .. session.Run("(Get-Command -Module EcsTools -CommandType Cmdlet).OutputType.Type.FullName").Select(t => (string)t.BaseObject)
                    .Where(t => t.StartsWith("EcsTools.", StringComparison.Ordinal)).Append(typeof(EcsRequirement).FullName!).Distinct().Order(StringComparer.Ordinal),
            ];
        }
    }

    // Whatever a field holds and however the object is shown; an object out of a file may hold text where a number belongs.
    [Theory]
    [MemberData(nameof(OutputTypes))]
    public void Views_HostileFields_CommandNothing(string type)
    {
        object made = Fill(typeof(EcsInstance).Assembly.GetType(type, throwOnError: true)!, 0)!;
        PSObject bag = new();
        bag.TypeNames.Insert(0, "Deserialized." + type);
        foreach (PropertyInfo property in made.GetType().GetProperties())
        {
            bag.Properties.Add(new PSNoteProperty(property.Name, Name));
        }

        foreach (object item in new[] { made, Serialization.FromClixml(made), bag })
        {
            foreach (string way in new[] { "Out-String -Width 400", "Format-Table | Out-String -Width 400", "Format-List | Out-String -Width 400", "Format-Wide | Out-String -Width 400", "Format-Custom | Out-String -Width 400" })
            {
                string shown = string.Concat(_bench.Session.Run($"$item | {way}", ("item", item)));

                Assert.NotEqual("", shown.Trim());
                HostileText.AssertHarmless(shown);
            }
        }
    }

    [Fact]
    public void PlanFile_HostileText_CommandsNothing()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall $name -StopFirst -Backup None -PlanOnly", ("name", Name)).Single();
        object?[] files = [Serialization.FromJson(plan), Serialization.FromClixml(plan)];

        HostileText.AssertHarmless(string.Concat(_bench.Session.Run("$f | Out-String -Width 400; $f | Format-List | Out-String -Width 400", ("f", files[1]))));
        _bench.Session.Run("$files | Invoke-EcsPlan -WhatIf", ("files", files));
        Assert.NotEmpty(_bench.Records.WhatIf);
        Assert.All(_bench.Records.WhatIf, HostileText.AssertHarmless);
    }

    [Fact]
    public void Object_HostileName_KeepsIt()
    {
        EcsInstance server = _bench.Run<EcsInstance>("Get-EcsInstance $name", ("name", Name)).Single();

        Assert.Equal(Name, server.Name);
        Assert.Equal(Name, Assert.Single(_bench.Run<string>("Get-EcsInstance $name | ConvertTo-Csv | ConvertFrom-Csv | ForEach-Object Name", ("name", Name))));
    }

    [Fact]
    public void Completion_HostileName_ShowsItAndMeansIt()
    {
        _bench.Session.Run("Get-EcsInstance");

        CompletionResult found = _bench.Run<CommandCompletion>("[System.Management.Automation.CommandCompletion]::CompleteInput('Stop-EcsInstance web-01', 23, $null)")
            .Single().CompletionMatches.Single(m => m.ListItemText == Shown);

        HostileText.AssertHarmless(found.CompletionText + found.ToolTip + found.ListItemText);
        Assert.Equal(Name, Assert.Single(_bench.Run<string>($"Write-Output {found.CompletionText}")));
    }

    [Fact]
    public void GuestOutput_InTable_CommandsNothingAndKeepsItsLines()
    {
        EcsCommandResult result = new() { Instance = new EcsInstance { Id = "i-1", Name = Name }, Output = "one\r\n\u001b]52;c;QQ==\u0007two\n", ErrorOutput = "\u001b[31mred" };

        string table = string.Concat(_bench.Session.Run("$r | Format-Table -Wrap | Out-String -Width 120; $r | Format-List | Out-String -Width 120", ("r", result)));

        HostileText.AssertHarmless(table);
        Assert.Contains(@"\u001B]52;c;QQ==\u0007two", table, StringComparison.Ordinal);
        Assert.Equal("one\r\n\u001b]52;c;QQ==\u0007two\n", result.Output);
    }

    // Through the real terminal: what tmux has of it is what was obeyed.
    [Fact]
    public async Task Terminal_HostileName_HidesNothing()
    {
        using System.Threading.CancellationTokenSource timeout = System.Threading.CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        string home = System.IO.Directory.CreateTempSubdirectory("ecstools-home-").FullName;
        try
        {
            using ShellTerminal terminal = await ShellTerminal.StartAsync(home, "-NoLogo", timeout.Token);
            await terminal.WaitForAsync("EcsTools [", timeout.Token);
            await terminal.TypeAsync("$n = \"web-01`e[8m\"; Set-EcsInstance web-01 -NewName $n -Confirm:$false; Invoke-EcsOsReinstall $n -StopFirst -Backup None", timeout.Token);
            await terminal.PressAsync(timeout.Token, "Enter");

            string screen = await terminal.WaitForAsync("erase its system disk?", timeout.Token);

            Assert.Contains(@"Reinstall the OS of web-01\u001B[8m and erase its system disk?", screen, StringComparison.Ordinal);
            await terminal.PressAsync(timeout.Token, "Enter");
        }
        finally
        {
            System.IO.Directory.Delete(home, recursive: true);
        }
    }

    // An object of which every text is hostile.
    private static object? Fill(Type type, int depth)
    {
        if (type == typeof(string))
        {
            return Name;
        }

        if (type == typeof(SecureString))
        {
            return new System.Net.NetworkCredential("", "secret").SecurePassword;
        }

        if (type.IsGenericType && typeof(System.Collections.IEnumerable).IsAssignableFrom(type))
        {
            Type[] items = type.GetGenericArguments();
            return items.Length == 1 ? FillList(items[0], depth) : items[1] == typeof(string) ? new Dictionary<string, string> { [Name] = Name } : null;
        }

        if (type.Namespace != typeof(EcsInstance).Namespace || type.GetConstructor([]) is null || depth > 2)
        {
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;
        }

        object made = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.CanWrite))
        {
            if (Fill(property.PropertyType, depth + 1) is { } value)
            {
                property.SetValue(made, value);
            }
        }

        return made;
    }

    private static Array FillList(Type item, int depth)
    {
        Array list = Array.CreateInstance(item, 1);
        list.SetValue(Fill(item, depth + 1), 0);
        return list;
    }
}
