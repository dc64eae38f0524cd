using System.Reflection;
using System.Reflection.Emit;

using EcsTools.Tests.Shell;

namespace EcsTools.Tests.Packaging;

/// <summary>The module beside others that bring other versions of the same packages, each time in a process of its own.</summary>
public sealed class IsolationTests : IDisposable
{
    private static readonly string[] ForEveryone = ["EcsTools", "EcsTools.Loader.Core", "EcsTools.Model"];

    private static readonly string[] Own =
    [
        "BouncyCastle.Cryptography",
        "EcsTools.Core",
        "EcsTools.Postgres",
        "EcsTools.Sandbox",
        "Microsoft.Bcl.AsyncInterfaces",
        "Microsoft.Bcl.HashCode",
        "Microsoft.Bcl.TimeProvider",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Newtonsoft.Json",
        "Npgsql",
        "Polly.Core",
        "Renci.SshNet",
        "YamlDotNet",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-others-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task From_our_folder_comes_what_is_listed_and_each_into_its_context()
    {
        IReadOnlyList<Loaded> loaded = await UseModule("");

        Loaded[] ours = [.. loaded.Where(l => l.Path.StartsWith(Repository.Module, StringComparison.Ordinal))];
        Assert.Equal(ForEveryone, ours.Where(l => l.Context == "Default").Select(l => l.Name).Order(StringComparer.Ordinal));
        Assert.All(ours.Where(l => l.Context != "Default"), l => Assert.Equal(("EcsTools", true), (l.Context, Own.Contains(l.Name))));
        Assert.Contains(ours, l => l is { Name: "EcsTools.Core", Context: "EcsTools" });
        Assert.Contains(ours, l => l is { Name: "Polly.Core", Context: "EcsTools" });
    }

    [Fact]
    public async Task An_import_loads_neither_core_nor_packages_nor_sandbox()
    {
        ShellProcess run = await ShellProcess.RunAsync(
            "",
            ["-NoLogo", "-NoSandbox", "-Command", "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.Location }"],
            TestContext.Current.CancellationToken);

        Assert.Equal(
            ForEveryone,
            run.Output.Split('\n', StringSplitOptions.TrimEntries).Where(l => l.StartsWith(Repository.Module, StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_engines_own_copy_of_a_package_is_left_alone()
    {
        IReadOnlyList<Loaded> loaded = await UseModule("$null = [Newtonsoft.Json.JsonConvert]");

        Assert.Equal(["Default", "EcsTools"], loaded.Where(l => l.Name == "Newtonsoft.Json").Select(l => l.Context).Order(StringComparer.Ordinal));
    }

    // Stand-ins without a single type: whoever got one of them instead of the real package would fail at once.
    [Fact]
    public async Task Other_versions_that_were_loaded_before_do_no_harm()
    {
        string[] others = [.. Own.Where(n => !n.StartsWith("EcsTools", StringComparison.Ordinal) && n != "Newtonsoft.Json")];
        foreach (string name in others)
        {
            PersistedAssemblyBuilder standIn = new(new AssemblyName($"{name}, Version=0.0.0.1"), typeof(object).Assembly);
            standIn.DefineDynamicModule(name);
            standIn.Save(Path.Combine(_folder, name + ".dll"));
        }

        IReadOnlyList<Loaded> loaded = await UseModule(
            $"foreach ($name in '{string.Join("', '", others)}') {{ $null = [Reflection.Assembly]::LoadFrom('{_folder}/' + $name + '.dll') }}");

        // Of a package that PowerShell brings itself the runtime gives PowerShell's copy, whoever asks.
        Assert.Equal(others.Where(n => !File.Exists(Path.Combine(Engine(loaded), n + ".dll"))), loaded.Where(l => l.Path.StartsWith(_folder, StringComparison.Ordinal)).Select(l => l.Name).Order(StringComparer.Ordinal));
        Assert.Contains(loaded, l => l is { Name: "Polly.Core", Context: "EcsTools" });
    }

    // Where one works, and where programs and libraries are looked for, others may be able to write.
    [Fact]
    public async Task What_lies_on_a_search_path_is_not_loaded()
    {
        foreach (string name in Own.Concat(ForEveryone).Append("libc").Append("libSystem.Native"))
        {
            foreach (string ending in new[] { ".dll", ".exe", ".so" })
            {
                await File.WriteAllTextAsync(Path.Combine(_folder, name + ending), "no assembly at all", TestContext.Current.CancellationToken);
            }
        }

        IReadOnlyList<Loaded> loaded = await UseModule(
            $"[System.IO.Directory]::SetCurrentDirectory('{_folder}'); $env:PATH = '{_folder}' + [System.IO.Path]::PathSeparator + $env:PATH; "
            + $"$env:PSModulePath = '{_folder}'; $env:TMPDIR = '{_folder}'");

        string[] trusted = [Repository.Module, Engine(loaded), Path.GetDirectoryName(typeof(object).Assembly.Location)!];
        Assert.All(loaded, l => Assert.True(l.Path.Length == 0 || trusted.Any(t => l.Path.StartsWith(t, StringComparison.Ordinal)), $"{l}"));
    }

    [Fact]
    public async Task Our_packages_are_not_given_to_others()
    {
        ShellProcess run = await ShellProcess.RunAsync(
            "",
            ["-NoLogo", "-Command", "$null = Get-EcsInstance; [Reflection.Assembly]::Load('Polly.Core')"],
            TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Polly.Core", run.Error, StringComparison.Ordinal);
    }

    private static string Engine(IReadOnlyList<Loaded> loaded) => Path.GetDirectoryName(loaded.Single(l => l.Name == "System.Management.Automation").Path)!;

    /// <summary>Runs a line, then uses the module on all clouds of the sandbox, and tells what is loaded where.</summary>
    private async Task<IReadOnlyList<Loaded>> UseModule(string before)
    {
        string script = Path.Combine(_folder, "use.ps1");
        await File.WriteAllTextAsync(
            script,
            $$"""
            $ErrorActionPreference = 'Stop'
            {{before}}
            $sandbox = Start-EcsSandbox
            foreach ($account in $sandbox.Accounts) {
                if (-not (Get-EcsInstance -Name web-01 -Account $account)) { throw "No server in $account." }
            }
            foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
                foreach ($assembly in $context.Assemblies) {
                    if (-not $assembly.IsDynamic) { "$($context.Name)|$($assembly.GetName().Name)|$($assembly.Location)" }
                }
            }
            """,
            TestContext.Current.CancellationToken);
        ShellProcess run = await ShellProcess.RunAsync("", ["-NoLogo", "-NoSandbox", "-File", script], TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd().Split('|')).Select(p => new Loaded(p[0], p[1], p[2]))];
    }

    private sealed record Loaded(string Context, string Name, string Path);
}
