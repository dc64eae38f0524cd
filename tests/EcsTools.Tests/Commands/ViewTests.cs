using System.Text.RegularExpressions;
using System.Xml.Linq;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

public sealed partial class ViewTests : IDisposable
{
    private const string CellsMember = "EcsCells";

    private static readonly XDocument Views = XDocument.Load(Path.Combine(Repository.Root, "src", "EcsTools", "Views", "EcsTools.Format.ps1xml"));

    private static readonly Dictionary<string, string> Makers = new()
    {
        ["EcsAccount"] = "Get-EcsAccount",
        ["EcsAuditCheck"] = "$null = Set-EcsInstance web-01 -Description note -Confirm:$false; Get-EcsAuditRecord -Verify",
        ["EcsAuditRecord"] = "$null = Set-EcsInstance web-01 -Description note -Confirm:$false; Get-EcsAuditRecord",
        ["EcsAvailableAccount"] = "[EcsTools.Model.EcsAvailableAccount] @{ Source = 'file'; Profile = 'production'; Region = 'eu-de' }",
        ["EcsCommandResult"] = "Invoke-EcsCommand web-01 'hostname; exit 3' -Confirm:$false",
        ["EcsStateCopy"] = "$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), \"ecstools-$([guid]::NewGuid())\"); $null = [IO.Directory]::CreateDirectory($folder); "
            + "Copy-EcsState $folder \"$folder/copy\" -Confirm:$false; [IO.Directory]::Delete($folder, $true)",
        ["EcsStateStore"] = "[EcsTools.Model.EcsStateStore] @{ Location = 'postgres://u@h:5432/d'; Schema = 'ecstools'; Version = 1; GrantedTo = [string[]] @('agents') }",
        ["EcsDisk"] = "Get-EcsDisk -Account sandbox-huawei",
        ["EcsImage"] = "Get-EcsImage",
        ["EcsInstance"] = "Get-EcsInstance",
        ["EcsInstanceSize"] = "Get-EcsInstanceSize",
        ["EcsKeyPair"] = "Get-EcsKeyPair",
        ["EcsLogin"] = "Get-EcsPassword win-01 -Account sandbox-otc -KeyFile (Get-EcsSandbox).KeyFile",
        ["EcsNetwork"] = "Get-EcsNetwork",
        ["EcsOperation"] = "Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false",
        ["EcsConsoleAddress"] = "Get-EcsConsoleOutput web-01 -Address",
        ["EcsConsoleOutput"] = "Get-EcsConsoleOutput web-01",
        ["EcsEvent"] = "Get-EcsEvent",
        ["EcsScreenshot"] = "Get-EcsConsoleOutput web-01 -ScreenshotPath \"$([IO.Path]::GetTempPath())/$(New-Guid).jpg\"",
        ["EcsPlan"] = "Invoke-EcsOsReinstall db-01 -PlanOnly",
        ["EcsPrice"] = "Get-EcsPrice -Size ecs.g7.large",
        ["EcsRegion"] = "Get-EcsRegion",
        ["EcsRequirement"] = "(Invoke-EcsOsReinstall web-01 -PlanOnly).Requirements",
        ["EcsSandbox"] = "Get-EcsSandbox",
        ["EcsSecurityGroup"] = "Get-EcsSecurityGroup",
        ["EcsSnapshot"] = "Get-EcsSnapshot -Account sandbox-huawei",
        ["EcsZone"] = "Get-EcsZone",
    };

    private readonly SandboxFixture _bench = new();

    public static TheoryData<string> ViewedTypes => [.. Views.Descendants("View").Select(v => v.Descendants("TypeName").First().Value.Split('.')[^1]).Distinct()];

    public void Dispose()
    {
        // The engine keeps it for the whole process.
        PSStyle.Instance.OutputRendering = OutputRendering.Host;
        _bench.Dispose();
    }

    [Theory]
    [InlineData("Get-EcsInstance -Account sandbox-alibaba | Out-Default")]
    [InlineData("Get-EcsInstance -Account sandbox-huawei | Out-Default")]
    [InlineData("Get-EcsAccount | Out-Default")]
    [InlineData("(Invoke-EcsOsReinstall db-01 -PlanOnly).Requirements | Out-Default")]
    [InlineData("(Invoke-EcsOsReinstall hpc-01 -Account sandbox-huawei -PlanOnly).Requirements | Out-Default")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false | Out-Default")]
    [InlineData("Get-EcsDisk | Out-Default")]
    [InlineData("Get-EcsDisk -Account sandbox-huawei | Out-Default")]
    [InlineData("Get-EcsImage | Out-Default")]
    [InlineData("Get-EcsImage -Account sandbox-otc | Out-Default")]
    [InlineData("Get-EcsSnapshot | Out-Default")]
    [InlineData("Get-EcsSnapshot -Account sandbox-huawei | Out-Default")]
    [InlineData("Get-EcsEvent | Out-Default")]
    [InlineData("Get-EcsEvent -Account sandbox-huawei | Out-Default")]
    [InlineData("Get-EcsKeyPair | Out-Default")]
    [InlineData("Get-EcsRegion | Out-Default")]
    [InlineData("Get-EcsZone | Out-Default")]
    [InlineData("Get-EcsNetwork | Out-Default")]
    [InlineData("Get-EcsNetwork -Account sandbox-huawei | Out-Default")]
    [InlineData("Get-EcsSecurityGroup | Out-Default")]
    [InlineData("Get-EcsSecurityGroup -Account sandbox-otc | Out-Default")]
    [InlineData("Get-EcsInstanceSize | Out-Default")]
    [InlineData("Get-EcsPrice prepaid-01 -Size ecs.g7.xlarge | Out-Default")]
    [InlineData("Get-EcsPrice -Size s3.large.2 -Account sandbox-otc | Out-Default")]
    [InlineData("Invoke-EcsCommand web-01 'hostname; exit 3' -Confirm:$false | Out-Default")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Confirm:$false | Out-Default")]
    [InlineData("Get-EcsPassword win-01 -Account sandbox-otc -KeyFile (Get-EcsSandbox).KeyFile | Out-Default")]
    [InlineData("$null = Set-EcsInstance web-01 -Description note -Confirm:$false; Get-EcsAuditRecord | Out-Default")]
    public void Tables_fit_eighty_columns(string script)
    {
        _bench.Session.Run(script);

        Assert.NotEmpty(_bench.Records.Lines);
        Assert.All(_bench.Records.Lines, l => Assert.InRange(Escapes().Replace(l, "").Length, 0, 80));
        Assert.Contains(_bench.Records.Lines, l => l.Contains("----", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_names_the_account_and_its_servers()
    {
        EcsInstance instance = _bench.Get("web-01");

        Show("Get-EcsInstance web-01", 160);

        string text = string.Join('\n', _bench.Records.Lines);
        Assert.All([instance.Name, instance.Id, instance.Account, instance.PublicIp!, instance.PrivateIp!, instance.Size, "Running"], t =>
            Assert.Contains(t, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-EcsInstance", "Id", 120)]
    [InlineData("Get-EcsInstance -Account sandbox-huawei", "Id", 120)]
    [InlineData("Get-EcsDisk -Account sandbox-huawei", "Id", 120)]
    [InlineData("Get-EcsSnapshot -Account sandbox-otc", "Id", 120)]
    [InlineData("Get-EcsSnapshot -Account sandbox-otc", "DiskId", 160)]
    [InlineData("Get-EcsImage", "Id", 200)]
    [InlineData("Get-EcsAccount", "Identity", 140)]
    [InlineData("Get-EcsKeyPair", "Fingerprint", 120)]
    [InlineData("Get-EcsNetwork -Account sandbox-huawei", "Id", 160)]
    [InlineData("Get-EcsSecurityGroup", "Id", 120)]
    public void A_wide_window_shows_ids_in_full(string script, string property, int width)
    {
        string text = Show(script, width);

        Assert.All(_bench.Session.Run($"({script}).{property}"), id => Assert.Contains(id.ToString(), text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_narrow_window_shows_both_ends_of_an_id_and_the_public_address()
    {
        EcsInstance instance = _bench.Get("web-01", SandboxFixture.Huawei);

        string text = Show("Get-EcsInstance web-01 -Account sandbox-huawei", 80);

        Assert.Contains($"{instance.Id[..7]}\u2026{instance.Id[^7..]}", text, StringComparison.Ordinal);
        Assert.Contains(instance.PublicIp!, text, StringComparison.Ordinal);
        Assert.DoesNotContain(instance.PrivateIp!, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_breaks_between_words()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall web-01 -Backup Snapshot -PlanOnly").Single();

        _bench.Records.Width = 80;
        string[] lines = ShowObjects([plan]).Split('\n');

        Assert.All(lines, l => Assert.InRange(l.Length, 0, 80));
        string text = Regex.Replace(string.Join(' ', lines), " +", " ");

        // What is kept has a heading of its own, behind which it begins in upper case.
        Assert.All([.. plan.Steps, .. plan.Losses, .. plan.Requirements.Select(r => r.Detail)], s => Assert.Contains(s, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Host", true, true)]
    [InlineData("Host", false, false)]
    [InlineData("PlainText", true, false)]
    [InlineData("Ansi", false, true)]
    public void Colour_is_the_users_choice_and_the_hosts(string rendering, bool hostHasColour, bool coloured)
    {
        _bench.Records.Colour = hostHasColour;
        string text = Show($"$PSStyle.OutputRendering = '{rendering}'; Get-EcsInstance web-01", 80);

        Assert.Equal(coloured, text.Contains("\u001b[32mRunning", StringComparison.Ordinal));
        Assert.Contains("Running", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(7_199, "1 h")]
    [InlineData(100_000, "27 h")]
    [InlineData(200_000, "2 d")]
    public void Ages_are_told_in_the_unit_one_thinks_in(int seconds, string expected)
    {
        DateTimeOffset when = DateTimeOffset.UtcNow.AddSeconds(-seconds - 0.2);

        EcsKeyPair pair = new() { CreatedAt = when };

        Assert.All([pair, Serialization.FromClixml(pair), FromText("EcsKeyPair", ("CreatedAt", when.ToString("O")))], p =>
        {
            Assert.Equal(expected, Cell(p, "Age"));
            Assert.EndsWith($"({expected} ago)", Cell(p, "CreatedAt"), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Age")]
    [InlineData("CreatedAt")]
    public void Cells_TimeIsNotKnown_AreEmpty(string cell) => Assert.Equal("", Cell(new EcsKeyPair(), cell));

    [Fact]
    public void How_long_it_took_is_minutes_and_seconds()
    {
        DateTimeOffset from = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        EcsOperation ended = new() { StartedAt = from, EndedAt = from.AddSeconds((92 * 60) + 5) };

        Assert.Equal("92:05", Cell(ended, "Duration"));
        Assert.Equal("92:05", Cell(Serialization.FromClixml(ended), "Duration"));
        Assert.Equal("", Cell(new EcsOperation { StartedAt = from }, "Duration"));
    }

    [Theory]
    [InlineData("Progressing", 40, "40 % done")]
    [InlineData("Accomplished", 100, "Accomplished")]
    [InlineData("available", 0, "available")]
    public void A_snapshot_that_is_being_made_says_how_far_it_is(string status, int percent, string expected) =>
        Assert.Equal(expected, Cell(new EcsSnapshot { Status = status, Percent = percent }, "Status"));

    [Theory]
    [InlineData("Get-EcsInstance web-01, db-01")]
    [InlineData("Get-EcsAccount")]
    [InlineData("Get-EcsSnapshot")]
    [InlineData("Invoke-EcsOsReinstall db-01 -PlanOnly")]
    [InlineData("Invoke-EcsCommand web-01 hostname -Confirm:$false")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false")]
    public void What_comes_out_of_a_job_looks_the_same(string script)
    {
        object?[] objects = [.. _bench.Session.Run(script)];
        object?[] bags = [.. objects.Select(o => Serialization.FromClixml(o!))];

        Assert.Equal(ShowObjects(objects), ShowObjects(bags));
    }

    [Theory]
    [MemberData(nameof(ViewedTypes))]
    public void Views_ConstrainedLanguage_ShowWhatTheyShowInFullLanguage(string type)
    {
        object?[] objects = Make(type);
        object?[] bags = [.. objects.Select(o => Serialization.FromClixml(o!))];
        string[] expected = [.. ShowEachWay(objects), .. ShowEachWay(bags)];

        _bench.Session.Run("$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'");

        Assert.Equal<string>(expected, [.. ShowEachWay(objects), .. ShowEachWay(bags)]);
    }

    [Theory]
    [MemberData(nameof(ViewedTypes))]
    public void Views_ConstrainedRunspace_ShowWhatTheyShowInFullLanguage(string type)
    {
        object?[] objects = Make(type);
        string[] expected = ShowEachWay(objects);
        using ModuleSession constrained = new(language: PSLanguageMode.ConstrainedLanguage);
        constrained.Run("$null = Start-EcsSandbox");

        Assert.Equal(expected, ShowEachWay(objects, constrained));
    }

    [Theory]
    [MemberData(nameof(ViewedTypes))]
    public void Objects_WithViews_HaveNoMembersForThem(string type)
    {
        object made = Make(type)[0]!;
        PSObject live = PSObject.AsPSObject(made);
        PSObject bag = PSObject.AsPSObject(Serialization.FromClixml(made));

        Assert.All([live, bag], o =>
        {
            string[] members = [.. _bench.Run<string>("($object | Get-Member -Force).Name; $object.PSObject.Properties.Name", ("object", o))];
            Assert.Contains("ToString", members);
            Assert.DoesNotContain(CellsMember, members);
            Assert.DoesNotContain(CellsMember, (string)_bench.Session.Run("[System.Management.Automation.PSSerializer]::Serialize($object)", ("object", o)).Single().BaseObject, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(ViewedTypes))]
    public void ConvertToCsv_EveryType_HasNoNamesOfTypesInPlaceOfValues(string type)
    {
        object?[] objects = Make(type);

        string[] rows = [.. _bench.Run<string>("$objects | ConvertTo-Csv | Select-Object -Skip 1", ("objects", objects))];

        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.DoesNotMatch(@"System\.(?!Security\.SecureString|Management\.Automation\.PSCredential)|<>|`\d", r));
    }

    [Fact]
    public void ConvertToCsv_ListsAndTags_AreText()
    {
        EcsInstance server = _bench.Get("web-01");

        Assert.Equal(
            [$"{server.PrivateIp} env=sandbox, role=web"],
            _bench.Run<string>("$server | ConvertTo-Csv | ConvertFrom-Csv | ForEach-Object { $_.PrivateIps + ' ' + $_.Tags }", ("server", server)));
        Assert.Contains("env=sandbox, role=web", ShowObjects([server], "Format-List | Out-Default"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Start-EcsSandbox", "Sandbox: 3 accounts, 51 servers; try Get-EcsInstance")]
    [InlineData("Start-EcsSandbox -InstanceCount 20", "Sandbox: 3 accounts, 60 servers; try Get-EcsInstance")]
    [InlineData("Start-EcsSandbox -Listen", "Sandbox: 51 servers at http://127.0.0.1:")]
    public void StartSandbox_Shown_SaysWhatToTryAndNoKeys(string script, string expected)
    {
        _bench.Session.Run("Stop-EcsSandbox");

        string text = Show(script, 120);

        EcsSandbox sandbox = _bench.Sandbox;
        Assert.StartsWith(expected, text.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Trim());
        Assert.All([sandbox.AccessKeyId, sandbox.AccessKeySecret, sandbox.Password], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Operations_InATable_NameTheirAccount()
    {
        _bench.Session.Run("$null = Invoke-EcsOsReinstall db-01 -Account sandbox-huawei -Backup None -Confirm:$false");

        string row = Show("Get-EcsOperation -Account sandbox-h* -Last 1", 80).Split('\n').Single(l => l.Contains("db-01", StringComparison.Ordinal));

        Assert.Contains("sandbox-huawei", row, StringComparison.Ordinal);
        Assert.Contains("OsReinstall", row, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_Scripts_CallNoMethodOfTheModule() =>
        Assert.DoesNotContain(Views.Descendants("ScriptBlock"), s => s.Value.Contains("[EcsTools", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Cells_ObjectOfAnotherModule_AreNone() =>
        Assert.Equal([true], _bench.Run<bool>("$null -eq ([pscustomobject] @{ Name = 'web-01' }).PSObject.EcsCells"));

    [Fact]
    public void A_list_shows_everything()
    {
        string[] missing =
        [
            .. from view in Views.Descendants("View").Where(v => v.Element("ListControl") is not null)
               let type = view.Descendants("TypeName").First().Value
               let shown = view.Descendants("ListItem").Select(i => i.Elements().First().Value).ToHashSet()
               from property in typeof(EcsInstance).Assembly.GetType(type, throwOnError: true)!.GetProperties()
               where !shown.Contains(property.Name) && type != typeof(EcsPlan).FullName // its text shows it, and is what is signed
               select $"{type}.{property.Name}",
        ];

        Assert.Equal(["EcsTools.Model.EcsLogin.Password"], missing);
    }

    [Fact]
    public void A_plan_shows_all_its_requirements()
    {
        EcsPlan plan = _bench.Run<EcsPlan>("Invoke-EcsOsReinstall web-01 -PlanOnly").Single();

        _bench.Session.Run("$plan | Out-Default", ("plan", plan));

        string text = string.Join(' ', _bench.Records.Lines);
        Assert.All(plan.Requirements, r => Assert.Contains(r.Id, text, StringComparison.Ordinal));
    }

    private static PSObject FromText(string type, params (string Name, string Value)[] properties)
    {
        PSObject bag = new();
        bag.TypeNames.Insert(0, $"Deserialized.EcsTools.Model.{type}");
        foreach ((string name, string value) in properties)
        {
            bag.Properties.Add(new PSNoteProperty(name, value));
        }

        return bag;
    }

    private object?[] Make(string type) => [.. _bench.Session.Run(Makers[type])];

    private string Cell(object row, string name) => (string)_bench.Session.Run($"$row.PSObject.EcsCells.{name}", ("row", row)).Single().BaseObject;

    private string[] ShowEachWay(object?[] objects, ModuleSession? session = null) =>
        [.. new[] { "Out-Default", "Format-List | Out-Default", "Format-Wide | Out-Default", "Format-Custom | Out-Default" }.Select(way => WithoutAges(ShowObjects(objects, way, session)))];

    // Time goes on between two looks, and what the sandbox's clock says may become the past.
    private static string WithoutAges(string text) => Ages().Replace(Regex.Replace(text, @" \(\d+ \w+ ago\)", ""), " (age)");

    private string ShowObjects(object?[] objects, string way = "Out-Default", ModuleSession? session = null)
    {
        session ??= _bench.Session;
        int before = session.Records.Lines.Count;
        session.Run($"$objects | {way}", ("objects", objects));
        return string.Join('\n', session.Records.Lines.Skip(before));
    }

    private string Show(string script, int width)
    {
        _bench.Records.Width = width;
        int before = _bench.Records.Lines.Count;
        _bench.Session.Run($"{script} | Out-Default");
        return string.Join('\n', _bench.Records.Lines.Skip(before));
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Escapes();

    [GeneratedRegex(" +\\d+ (s|min|h|d)\\b")]
    private static partial Regex Ages();
}
