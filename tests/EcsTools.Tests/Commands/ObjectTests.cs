using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using EcsTools.Tests.Hosting;
using EcsTools.Tests.Safety;

namespace EcsTools.Tests.Commands;

/// <summary>Objects in the hands of users: in functions of theirs, in jobs, in files.</summary>
public sealed class ObjectTests : IDisposable
{
    private const int JsonDepth = 3;
    private readonly SandboxFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Get-EcsInstance web-01", "Get-EcsInstance")]
    [InlineData("Get-EcsInstance web-01", "Stop-EcsInstance -PassThru -Confirm:$false")]
    [InlineData("Get-EcsInstance web-01", "Get-EcsDisk")]
    [InlineData("Get-EcsInstance db-01", "Get-EcsSnapshot")]
    [InlineData("Get-EcsInstance web-01 -Account sandbox-otc", "Get-EcsInstanceSize")]
    [InlineData("Get-EcsInstance db-01 -Account sandbox-otc", "Invoke-EcsOsReinstall -Backup None -Confirm:$false")]
    [InlineData("Get-EcsInstance win-01 -Account sandbox-otc", "Get-EcsPassword -KeyFile (Get-EcsSandbox).KeyFile")]
    [InlineData("Get-EcsInstance web-01", "Invoke-EcsCommand -Command hostname -Confirm:$false")]
    [InlineData("Get-EcsInstance web-01", "Wait-EcsInstance -For Running -PassThru")]
    [InlineData("Get-EcsAccount sandbox-otc", "Select-EcsAccount -PassThru")]
    [InlineData("Get-EcsAccount sandbox-otc", "Get-EcsAccount")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false", "Get-EcsInstance")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false", "Get-EcsOperation")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false", "Wait-EcsOperation")]
    [InlineData("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly", "Invoke-EcsPlan -Confirm:$false")]
    public void What_comes_back_from_a_job_is_as_good_as_what_went_in(string make, string use)
    {
        object bag = Serialization.FromClixml(_bench.Session.Run(make).Single());

        Assert.NotEmpty(_bench.Session.Run($"$bag | {use}", ("bag", bag)));
    }

    public static TheoryData<string> ServerCommands => [.. ChangingCommand.All.Where(c => !ChangingCommand.Local.Contains(c.Key) && char.IsLetter(c.Value.Arguments.FirstOrDefault())).Select(c => c.Key)];

    [Theory]
    [MemberData(nameof(ServerCommands))]
    public void Every_command_that_changes_a_server_takes_one_that_comes_back_from_a_job(string command)
    {
        ChangingCommand changing = ChangingCommand.All[command];
        string[] words = changing.Arguments.Split(' ', 2);
        string account = changing.Accounts[0];
        _bench.Session.Run($"$null = Select-EcsAccount {account}; {changing.Before}");

        _bench.Session.Run($"{command} $bag {words.ElementAtOrDefault(1)} -WhatIf", ("bag", Serialization.FromClixml(_bench.Get(words[0], account))));

        Assert.Contains(_bench.Records.WhatIf, l => l.Contains(words[0], StringComparison.Ordinal));
    }

    [Fact]
    public void Servers_can_be_parameters_of_functions()
    {
        IReadOnlyList<string> names = _bench.Run<string>(
            """
            function Get-One([EcsTools.Model.EcsInstance] $Server) { $Server.Name }
            function Get-Each { param([Parameter(ValueFromPipeline)] [EcsTools.Model.EcsInstance[]] $Server) process { $Server.Name } }
            function Get-Status([EcsTools.Model.EcsInstanceStatus] $Status) { "$Status" }
            Get-One (Get-EcsInstance db-01)
            Get-EcsInstance win-01, db-02 | Get-Each
            Get-Status (Get-EcsInstance db-01).Status
            Get-Status running
            """);

        Assert.Equal(["Running", "Stopped", "db-01", "db-02", "win-01"], names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("EcsInstance", "Get-EcsInstance web-01")]
    [InlineData("EcsOperation", "Invoke-EcsOsReinstall db-01 -Backup None -Confirm:$false")]
    [InlineData("EcsPlan", "Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly")]
    [InlineData("EcsAccount", "Get-EcsAccount sandbox-otc")]
    [InlineData("EcsDisk", "Get-EcsInstance db-01 | Get-EcsDisk | Where-Object IsSystemDisk")]
    [InlineData("EcsImage", "(Get-EcsImage)[0]")]
    [InlineData("EcsInstanceSize", "(Get-EcsInstanceSize)[0]")]
    [InlineData("EcsKeyPair", "(Get-EcsKeyPair)[0]")]
    [InlineData("EcsRegion", "(Get-EcsRegion)[0]")]
    [InlineData("EcsSnapshot", "(Get-EcsInstance db-01 | Get-EcsSnapshot)[0]")]
    public void Functions_of_users_take_what_comes_back_from_a_job_or_a_file_as_the_whole_object(string type, string make)
    {
        // In the session, whose types tell how deep plans and operations are written out: jobs alone look into objects once, files twice.
        IReadOnlyList<object> objects = _bench.Run<object>(
            $$"""
            function Use-It { param([Parameter(ValueFromPipeline)] [EcsTools.Model.{{type}}[]] $It) process { $It } }
            ($made = {{make}})
            foreach ($depth in 1, 2) {
                [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($made, $depth)) | Use-It
            }
            """);

        Assert.Equal(3, objects.Count);
        Assert.All(objects, o => Assert.IsType(objects[0].GetType(), o));
        Assert.All(objects, o => Assert.True(JsonNode.DeepEquals(Described(objects[0]), Described(o)), $"{Described(o)} was {Described(objects[0])}"));
    }

    [Theory]
    [InlineData("$bag = Rest 'DeletionProtection'", "DeletionProtection")]
    [InlineData("$bag.Tags = 'cut off'", "Tags")]
    [InlineData("$bag.Status = 'Asleep'", "Status")]
    [InlineData("$bag.Vcpu = $null", "Vcpu")]
    [InlineData("$bag.IsTemporary = 'false'", "IsTemporary")]
    [InlineData("$bag.CreatedAt = 'yesterday'", "CreatedAt")]
    public void What_is_not_a_whole_server_any_more_is_refused_with_what_it_lacks(string spoil, string property)
    {
        Outcome outcome = _bench.Invoke(
            $$"""
            function Use-It([EcsTools.Model.EcsInstance] $It) { 'used' }
            function Rest([string] $Without) {
                $rest = [pscustomobject]@{ PSTypeName = $bag.PSTypeNames[0] }
                $bag.PSObject.Properties | Where-Object Name -ne $Without | ForEach-Object { $rest.PSObject.Properties.Add([psnoteproperty]::new($_.Name, $_.Value)) }
                $rest
            }
            {{spoil}}
            Use-It $bag
            """,
            ("bag", Serialization.FromClixml(_bench.Get("web-01"))));

        Assert.Equal(["ParameterArgumentTransformationError"], outcome.ErrorIds);
        Assert.Contains($": {property}. ", outcome.Errors.Single().Exception.Message, StringComparison.Ordinal);
        Assert.Empty(outcome.Of<string>());
    }

    // A file that an earlier version has written has none of them; null means the same.
    [Fact]
    public void Convert_ServerWithoutWhatLaterVersionsAdded_IsTaken()
    {
        const string Script =
            """
            function Use-It([EcsTools.Model.EcsInstance] $It) { $It }
            $rest = [pscustomobject]@{ PSTypeName = $bag.PSTypeNames[0] }
            $bag.PSObject.Properties | Where-Object Name -notin 'HostName', 'Ipv6Addresses', 'SystemTags', 'GpuCount', 'UpdatedAt' |
                ForEach-Object { $rest.PSObject.Properties.Add([psnoteproperty]::new($_.Name, $_.Value)) }
            Use-It $rest
            """;

        EcsInstance server = _bench.Run<EcsInstance>(Script, ("bag", Serialization.FromClixml(_bench.Get("web-01")))).Single();

        Assert.Equal(("web-01", null, null, null), (server.Name, server.HostName, server.Ipv6Addresses, server.GpuCount));
    }

    [Theory]
    [InlineData("Selected.EcsTools.Model.EcsInstance")]
    [InlineData("Deserialized.Selected.EcsTools.Model.EcsInstance")]
    public void What_Select_Object_has_left_is_a_server_only_if_all_is_left(string type)
    {
        string script = $$"""
            function Use-It([EcsTools.Model.EcsInstance] $It) { $It.Name }
            $server = Get-EcsInstance web-01
            $row = [pscustomobject]@{ PSTypeName = '{{type}}' }
            foreach ($property in $properties) { $row.PSObject.Properties.Add([psnoteproperty]::new($property, $server.$property)) }
            Use-It $row
            """;

        Assert.Equal(["ParameterArgumentTransformationError"], _bench.Invoke(script, ("properties", new[] { "Id", "Name" })).ErrorIds);
        Assert.Equal(["web-01"], _bench.Run<string>(script, ("properties", typeof(EcsInstance).GetProperties().Select(p => p.Name).ToArray())));
    }

    [Theory]
    [InlineData("'web-01'")]
    [InlineData("(Get-EcsAccount sandbox-otc)")]
    [InlineData("4711")]
    public void Nothing_but_a_server_that_was_becomes_a_server(string thing) =>
        Assert.Equal(
            ["ParameterArgumentTransformationError"],
            _bench.Invoke($"function Use-It([EcsTools.Model.EcsInstance] $It) {{ 'used' }}; $bag = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize({thing})); Use-It $bag").ErrorIds);

    [Fact]
    public void Json_of_depth_three_holds_all_of_them()
    {
        Type[] handed = [typeof(EcsInstance), typeof(EcsOperation), typeof(EcsPlan), typeof(EcsDisk), typeof(EcsImage), typeof(EcsSnapshot), typeof(EcsAccount), typeof(EcsKeyPair), typeof(EcsInstanceSize), typeof(EcsRegion), typeof(EcsZone), typeof(EcsNetwork), typeof(EcsSecurityGroup)];

        Assert.All(handed, t => Assert.InRange(Depth(t), 1, JsonDepth));
    }

    [Fact]
    public void ConvertToJson_EnumerationsOfTheModel_AreWrittenByName()
    {
        Assert.All(typeof(EcsInstance).Assembly.GetExportedTypes().Where(t => t.IsEnum), t => Assert.Equal(typeof(long), Enum.GetUnderlyingType(t)));
        Assert.Equal(
            ["OsReinstall Running Stopped Alibaba Passed"],
            _bench.Run<string>(
                "$p = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly | ConvertTo-Json -Depth 4 | ConvertFrom-Json;"
                + "'{0} {1} {2} {3} {4}' -f $p.Kind, $p.EndState, $p.Instance.Status, $p.Instance.Cloud, $p.Requirements[0].Outcome"));
    }

    [Theory]
    [InlineData("$plan")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($plan, 3))")]
    public void Enumerations_InFiltersAndCsv_AreTheirNames(string plan)
    {
        string script = $"$plan = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly; {plan} | Where-Object Kind -eq OsReinstall | Where-Object EndState -eq Running";

        Assert.Equal(["OsReinstall Running"], _bench.Run<string>(script + " | ConvertTo-Csv | ConvertFrom-Csv | ForEach-Object { $_.Kind + ' ' + $_.EndState }"));
        Assert.Equal(["Stopped"], _bench.Run<string>(script + " | ForEach-Object Instance | Where-Object Status -eq Stopped | ForEach-Object { [string]$_.Status }"));
    }

    [Fact]
    public void Serialize_EveryEnumerationOfTheModel_IsItsName() => Assert.All(
        typeof(EcsInstance).Assembly.GetExportedTypes().Where(t => t.IsEnum).Select(t => Enum.GetValues(t).GetValue(0)!),
        value => Assert.Equal(
            [$"{value}"],
            _bench.Run<string>("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($value))", ("value", value))));

    // In version 0.1 it was text.
    [Fact]
    public void Kind_OfAnOperationOfVersion01_IsReadFromItsName()
    {
        EcsInstance server = _bench.Get("web-01");
        EcsOperation written = new()
        {
            Kind = OperationKind.Resize,
            State = EcsOperationState.Succeeded,
            InstanceId = server.Id,
            InstanceName = server.Name,
            Account = server.Account,
            AccountKey = server.AccountKey,
            AccountIdentity = server.AccountIdentity,
        };
        object bag = PSSerializer.Deserialize(Regex.Replace(PSSerializer.Serialize(written), "<Obj N=\"Kind\".*?</Obj>", "<S N=\"Kind\">Resize</S>", RegexOptions.Singleline));

        Assert.Equal(["Resize"], _bench.Run<string>("function Use-It([EcsTools.Model.EcsOperation] $It) { [string]$It.Kind }; Use-It $bag", ("bag", bag)));
        Assert.Equal(["web-01"], _bench.Run<EcsInstance>("$bag | Stop-EcsInstance -PassThru", ("bag", bag)).Select(i => i.Name));
    }

    [Fact]
    public void Tags_and_lists_come_back_from_a_file()
    {
        EcsInstance server = _bench.Get("web-01");
        object bag = Serialization.FromClixml(server);

        Assert.Equal(
            $"{server.Tags["role"]} {server.PrivateIps[0]} {server.Status}",
            _bench.Run<string>("'{0} {1} {2}' -f $bag.Tags.role, $bag.PrivateIps[0], $bag.Status", ("bag", bag)).Single());
    }

    // Times as exactly as the text of one at the bottom of a file has them.
    private static JsonNode Described(object whole) => JsonNode.Parse(Regex.Replace(JsonSerializer.Serialize(whole, whole.GetType()), @"(?<=:\d\d)\.\d+", ""))!;

    // How many objects are within each other: what ConvertTo-Json writes out and does not cut short.
    private static int Depth(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum || bare == typeof(string) || bare.Assembly != typeof(EcsInstance).Assembly)
        {
            bool isList = bare != typeof(string) && typeof(IEnumerable).IsAssignableFrom(bare);
            return isList ? 1 + (bare.IsGenericType ? bare.GetGenericArguments().Max(Depth) : 0) : 0;
        }

        return 1 + bare.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0).Select(p => Depth(p.PropertyType)).DefaultIfEmpty(0).Max();
    }
}
