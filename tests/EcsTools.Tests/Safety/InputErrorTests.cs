using System.Text.RegularExpressions;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Safety;

/// <summary>Bad input to any cmdlet: one error of the documented ones or of parameter binding, before anything is sent.</summary>
public sealed class InputErrorTests : IDisposable
{
    private static readonly HashSet<string> Paths = ["JournalPath", "KeyFile", "KnownHostsPath", "Path", "PrivateKeyPath", "PublicKeyPath"];
    private static readonly string[] BadPaths = ["nope:\\x", "Env:\\x", "\0"];
    private static readonly HashSet<Type> Numbers = [typeof(int), typeof(int?), typeof(double), typeof(TimeSpan), typeof(TimeSpan?)];

    // What a command needs besides the bad value, where its parameters cannot stand alone.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["Get-EcsPassword"] = "win-01 -KeyFile $keyFile",
        ["Get-EcsInstanceSize"] = "web-01",
        ["Wait-EcsInstance"] = "web-01",
        ["Wait-EcsOperation"] = "op-1",
        ["Connect-EcsAccount"] = "Alibaba -Region cn-hangzhou",
        ["Start-EcsSandbox"] = "",
        ["Select-EcsAccount"] = "sandbox-alibaba",
    };

    private readonly SandboxFixture _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-input-").FullName;

    public InputErrorTests()
    {
        _bench.Session.Run("$keyFile = (Get-EcsSandbox).KeyFile; $operation = [pscustomobject] @{ OperationId = 'op-1' }; $size = 'x'; $image = 'x'; $snapshot = 's-x'; $keyPath = '/nope/key'; $publicKey = 'x'; $tags = @{ a = 'b' }");
        _bench.Session.Run("$canary = [System.Net.NetworkCredential]::new('', 'Canary%4711+Aa').SecurePassword; $plan = Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly");
    }

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Cmdlet_BadValue_GivesOneErrorAndSendsNothing()
    {
        List<string> problems = [];
        foreach (CommandInfo command in _bench.Run<CommandInfo>("Get-Command -Module EcsTools -CommandType Cmdlet"))
        {
            foreach (ParameterMetadata parameter in command.Parameters.Values.Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && !Cmdlet.OptionalCommonParameters.Contains(p.Name)))
            {
                foreach ((object? value, bool mustFail) in BadValues(parameter))
                {
                    problems.AddRange(Try(command.Name, parameter.Name, value, mustFail));
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Theory]
    [InlineData("Get-EcsPassword win-01 -KeyFile /nope/key", EcsErrorId.KeyFileInvalid)]
    [InlineData("Get-EcsPassword win-01 -KeyFile nope:\\key", EcsErrorId.InvalidInput)]
    [InlineData("Invoke-EcsCommand web-01 hostname -Method Ssh -KeyFile nope:\\key -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("Set-EcsInstance web-02, web-03 -NewName x -Confirm:$false", EcsErrorId.InvalidInput)]
    [InlineData("Restart-EcsInstance web-01 -JournalPath nope:\\x", EcsErrorId.InvalidInput)]
    [InlineData("Get-EcsOperation -JournalPath nope:\\x", EcsErrorId.InvalidInput)]
    [InlineData("Set-EcsInstance web-02 -Confirm:$false", EcsErrorId.InvalidInput)]
    public void Cmdlet_BadInput_EndsWithOneError(string script, string errorId)
    {
        Outcome outcome = _bench.Invoke(script);

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.Equal(0, _bench.Sandbox.WriteCount);
    }

    [Fact]
    public void SetEcsInstance_OneNameForOneServer_Renames()
    {
        _bench.Session.Run("'web-02', 'web-02' | Set-EcsInstance -NewName payroll -Confirm:$false");

        Assert.Equal("payroll", _bench.Get("payroll").Name);
    }

    [Fact]
    public void DisconnectEcsAccount_Default_NamesWhatIsConnected()
    {
        Outcome outcome = _bench.Invoke("Disconnect-EcsAccount; Get-EcsInstance web-01");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal([EcsErrorId.NotConnected], outcome.ErrorIds);
        Assert.Contains(SandboxFixture.Huawei, error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("web-01", _bench.Run<EcsInstance>("Select-EcsAccount sandbox-huawei; Get-EcsInstance web-01").Single().Name);
    }

    private static IEnumerable<(object? Value, bool MustFail)> BadValues(ParameterMetadata parameter)
    {
        Type type = parameter.ParameterType;
        if (Paths.Contains(parameter.Name))
        {
            return [.. BadPaths.Select(p => ((object?)p, true)), (null, true), ("", true)];
        }

        bool isAge = parameter.Name == "Within" || (parameter.Name == "Last" && type != typeof(int?));
        return Numbers.Contains(type) ? [(-1, !isAge && parameter.Name != "Latency"), (0, false), (long.MaxValue, !isAge), ("x", true)]
            : type == typeof(string) ? [(null, false), ("", false), ("\0", false), ("[", false), ("no such thing", false)]
            : type == typeof(string[]) ? [(null, false), (Array.Empty<string>(), false), (new[] { "" }, false), (new string?[] { null }, false), (new[] { "[" }, false), (new[] { "no such thing" }, false)]
            : type.IsEnum || (type.IsArray && type.GetElementType()!.IsEnum) || Nullable.GetUnderlyingType(type)?.IsEnum == true ? [("no such thing", true), (4711, true)]
            : type == typeof(SwitchParameter) ? []
            : [(null, false), (new object(), false), ("no such thing", false)];
    }

    private static string Valid(string command) =>
        Others.TryGetValue(command, out string? others) ? others : ChangingCommand.All.TryGetValue(command, out ChangingCommand? changing) ? changing.Arguments : "";

    private IEnumerable<string> Try(string command, string parameter, object? value, bool mustFail)
    {
        // What is only tried says what it would do; what is wrong with it is found out all the same.
        string trial = ChangingCommand.All.ContainsKey(command) ? "-WhatIf" : "";
        string scene = $"{command} -{parameter} {(value is null ? "null" : $"'{value}'")}";
        if (command is "Start-EcsSandbox" or "Stop-EcsSandbox" or "Connect-EcsAccount" && !mustFail)
        {
            yield break;
        }

        int before = _bench.Sandbox.WriteCount;
        Outcome outcome = _bench.Invoke($"$splat = @{{ '{parameter}' = $value }}; {command} {Regex.Replace(Valid(command), $"-{parameter} \\S+", "")} @splat {trial}", ("value", value));
        if (outcome.Errors.FirstOrDefault(e => e.FullyQualifiedErrorId.StartsWith("ParameterAlreadyBound", StringComparison.Ordinal)
            || e.FullyQualifiedErrorId.StartsWith("AmbiguousParameterSet", StringComparison.Ordinal)) is not null)
        {
            // The bad value in place of the good ones.
            outcome = _bench.Invoke($"{command} @splat {trial}");
        }

        ErrorRecord[] raw = [.. outcome.Errors.Where(e => !IsGood(e))];
        if (raw.Length > 0)
        {
            yield return $"{scene}: {raw[0].FullyQualifiedErrorId} {raw[0].Exception.GetType().Name}: {raw[0]}";
        }

        if (outcome.Errors.Count > 1 || (mustFail && outcome.Errors.Count == 0))
        {
            yield return $"{scene}: {outcome.Errors.Count} errors: {string.Join(" | ", outcome.ErrorIds)}";
        }

        if (_bench.Sandbox.WriteCount != before)
        {
            yield return $"{scene}: sent something";
        }
    }

    private static bool IsGood(ErrorRecord error) => error.Exception is ParameterBindingException
        || (error.Exception.GetType().Name == nameof(EcsException) && error.FullyQualifiedErrorId.Split(',')[0].All(char.IsLetter));
}
