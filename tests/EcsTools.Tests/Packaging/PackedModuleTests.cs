using System.Collections;
using System.Management.Automation.Language;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Packaging;

public sealed class PackedModuleTests
{
    internal static readonly string[] Files =
    [
        "EcsTools.psd1",
        "LICENSE",
        "THIRD-PARTY-NOTICES.txt",
        "Views/EcsTools.Format.ps1xml",
        "Views/EcsTools.Types.ps1xml",
        "Views/EcsTools.Views.psd1",
        "bin/net8.0/EcsTools.Loader.Core.dll",
        "bin/netstandard2.0/BouncyCastle.Cryptography.dll",
        "bin/netstandard2.0/EcsTools.Core.dll",
        "bin/netstandard2.0/EcsTools.Model.dll",
        "bin/netstandard2.0/EcsTools.Postgres.dll",
        "bin/netstandard2.0/EcsTools.Sandbox.dll",
        "bin/netstandard2.0/EcsTools.dll",
        "bin/netstandard2.0/Microsoft.Bcl.AsyncInterfaces.dll",
        "bin/netstandard2.0/Microsoft.Bcl.HashCode.dll",
        "bin/netstandard2.0/Microsoft.Bcl.TimeProvider.dll",
        "bin/netstandard2.0/Microsoft.Extensions.DependencyInjection.Abstractions.dll",
        "bin/netstandard2.0/Microsoft.Extensions.Logging.Abstractions.dll",
        "bin/netstandard2.0/Newtonsoft.Json.dll",
        "bin/netstandard2.0/Npgsql.dll",
        "bin/netstandard2.0/Polly.Core.dll",
        "bin/netstandard2.0/Renci.SshNet.dll",
        "bin/netstandard2.0/System.Buffers.dll",
        "bin/netstandard2.0/System.Collections.Immutable.dll",
        "bin/netstandard2.0/System.ComponentModel.Annotations.dll",
        "bin/netstandard2.0/System.Diagnostics.DiagnosticSource.dll",
        "bin/netstandard2.0/System.Formats.Asn1.dll",
        "bin/netstandard2.0/System.Memory.dll",
        "bin/netstandard2.0/System.Numerics.Vectors.dll",
        "bin/netstandard2.0/System.Runtime.CompilerServices.Unsafe.dll",
        "bin/netstandard2.0/System.Text.Encodings.Web.dll",
        "bin/netstandard2.0/System.Text.Json.dll",
        "bin/netstandard2.0/System.Threading.Channels.dll",
        "bin/netstandard2.0/System.Threading.Tasks.Extensions.dll",
        "bin/netstandard2.0/YamlDotNet.dll",
        "en-US/EcsTools.dll-Help.xml",
        "en-US/about_EcsTools.help.txt",
        "en-US/about_EcsTools_Accounts.help.txt",
        "en-US/about_EcsTools_Errors.help.txt",
        "en-US/about_EcsTools_Fleets.help.txt",
        "en-US/about_EcsTools_Permissions.help.txt",
        "en-US/about_EcsTools_Safety.help.txt",
        "en-US/about_EcsTools_Sandbox.help.txt",
        "en-US/about_EcsTools_State.help.txt",
        "en-US/about_EcsTools_SystemDisk.help.txt",
        "en-US/about_EcsTools_Tags.help.txt",
    ];

    [Fact]
    public void It_holds_these_files_and_no_others()
    {
        string[] present = [.. Directory.GetFiles(Repository.Module, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Module, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

        Assert.Equal(Files, present);
    }

    [Fact]
    public void Its_manifest_is_pure_data()
    {
        ScriptBlockAst script = Parser.ParseFile(Repository.Manifest, out _, out ParseError[] errors);
        Ast data = script.Find(a => a is HashtableAst, searchNestedScriptBlocks: false);

        Assert.Empty(errors);
        Assert.IsType<Hashtable>(((HashtableAst)data).SafeGetValue());
        Assert.Equal(data.Extent.Text, script.EndBlock.Extent.Text.Trim());
    }

    [Fact]
    public void It_exports_every_cmdlet_there_is_and_nothing_else()
    {
        Hashtable manifest = ReadManifest();

        Assert.Equal(CmdletNames().Order(StringComparer.Ordinal), ((IEnumerable)manifest["CmdletsToExport"]!).Cast<string>());
        Assert.All(["FunctionsToExport", "AliasesToExport", "VariablesToExport"], key => Assert.Empty((IEnumerable)manifest[key]!));
    }

    [Fact]
    public void The_engine_finds_no_fault_with_the_manifest()
    {
        using ModuleSession session = new(import: false);

        PSObject module = Assert.Single(session.Run($"Test-ModuleManifest '{Repository.Manifest}'"));
        Assert.Equal("EcsTools", module.Properties["Name"].Value);
    }

    // More would make the cmdlets see types of packages, which exist twice where another module brings the same package.
    [Fact]
    public void The_cmdlets_see_the_engine_and_our_own_assemblies_only()
    {
        Assert.Equal(
            ["EcsTools.Core", "EcsTools.Model", "EcsTools.Postgres", "EcsTools.Sandbox", "System.Management.Automation", "netstandard"],
            References("EcsTools.dll").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_users_hold_depends_on_nothing() => Assert.Equal(["netstandard"], References("EcsTools.Model.dll"));

    [Theory]
    [InlineData("EcsTools.Core.dll")]
    [InlineData("EcsTools.Sandbox.dll")]
    public void The_engine_is_not_seen_below_the_cmdlets(string assembly) =>
        Assert.DoesNotContain("System.Management.Automation", References(assembly));

    [Theory]
    [InlineData("Import-Module '{0}' -Force")]
    [InlineData("Remove-Module EcsTools; Import-Module '{0}'")]
    public void It_can_be_imported_again(string again)
    {
        using ModuleSession session = new();
        const string Count = "(Get-Command -Module EcsTools).Count";
        object before = session.Run(Count)[0].BaseObject;

        for (int i = 0; i < 2; i++)
        {
            session.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, again, Repository.Manifest));
            Assert.Equal(before, session.Run(Count)[0].BaseObject);
            Assert.Empty(session.Run("Get-EcsAccount"));
        }
    }

    [Fact]
    public void Its_types_can_be_named_in_scripts()
    {
        using ModuleSession session = new();

        PSObject instance = Assert.Single(session.Run("[EcsTools.Model.EcsInstance] @{ Id = 'i-1' }"));
        Assert.IsType<Model.EcsInstance>(instance.BaseObject);
    }

    // All that a typed parameter needs is there from the import on.
    [Fact]
    public void Its_objects_come_back_from_a_file_before_its_first_command()
    {
        using ModuleSession session = new();

        PSObject instance = Assert.Single(session.Run(
            """
            $file = [Management.Automation.PSSerializer]::Serialize([EcsTools.Model.EcsInstance] @{ Id = 'i-1'; Name = 'web' })
            & { param([EcsTools.Model.EcsInstance] $Instance) $Instance } ([Management.Automation.PSSerializer]::Deserialize($file))
            """));
        Assert.Equal("web", Assert.IsType<Model.EcsInstance>(instance.BaseObject).Name);
        Assert.Empty(Views(session));
    }

    [Fact]
    public void Its_first_command_brings_in_its_views_and_they_go_with_it()
    {
        using ModuleSession session = new();
        const string Alias = "([EcsTools.Model.EcsInstance] @{ Id = 'i-1' }).psobject.Properties['InstanceId']";
        object[] before = [.. Views(session)];
        session.Run("Get-EcsAccount; Get-EcsAccount");

        Assert.Empty(before);
        Assert.Single(Views(session));
        Assert.Single(session.Run("Get-Module"), m => m.ToString().StartsWith("EcsTools", StringComparison.Ordinal));
        Assert.NotNull(Assert.Single(session.Run(Alias)));

        session.Run("Remove-Module EcsTools");
        Assert.Null(Assert.Single(session.Run(Alias)));
    }

    [Theory]
    [InlineData("NestedModules = '{0}'; CmdletsToExport = '*'")]
    [InlineData("RootModule = 'Wrapper.psm1'; NestedModules = '{0}'; FunctionsToExport = 'Get-Account'; CmdletsToExport = '*'")]
    [InlineData("RootModule = 'Wrapper.psm1'; RequiredModules = '{0}'; FunctionsToExport = 'Get-Account'")]
    public void Another_module_can_bring_it(string named)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ecstools-wrapper-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Wrapper.psm1"), "function Get-Account { Get-EcsAccount }");
            File.WriteAllText(
                Path.Combine(folder.FullName, "Wrapper.psd1"),
                $"@{{ ModuleVersion = '1.0'; {named.Replace("{0}", Repository.Manifest, StringComparison.Ordinal)} }}");
            using ModuleSession session = new(import: false);
            session.Run($"Import-Module '{folder.FullName}/Wrapper.psd1'");

            Assert.Empty(session.Run(named.Contains("psm1", StringComparison.Ordinal) ? "Get-Account; Get-Account" : "Get-EcsAccount; Get-EcsAccount"));
            Assert.NotNull(Assert.Single(session.Run("([EcsTools.Model.EcsInstance] @{ Id = 'i-1' }).psobject.Properties['InstanceId']")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // What `(Get-Module EcsTools).Path` names: scripts hand it on to other sessions.
    [Fact]
    public void Its_assembly_alone_runs_without_views()
    {
        using ModuleSession session = new(import: false);
        session.Run($"Import-Module '{Path.Combine(Repository.Assemblies, "EcsTools.dll")}'");

        Assert.Empty(session.Run("Get-EcsAccount"));
        Assert.Empty(Views(session));
    }

    private static IEnumerable<object> Views(ModuleSession session) => session.Run("(Get-Module EcsTools).NestedModules | ForEach-Object Name");

    private static Hashtable ReadManifest() =>
        (Hashtable)Parser.ParseFile(Repository.Manifest, out _, out _).Find(a => a is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();

    private static List<string> References(string assembly)
    {
        using PEReader file = new(File.OpenRead(Path.Combine(Repository.Assemblies, assembly)));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }

    /// <summary>The names in the [Cmdlet] attributes of the assembly, read without loading it.</summary>
    private static List<string> CmdletNames()
    {
        using PEReader file = new(File.OpenRead(Path.Combine(Repository.Assemblies, "EcsTools.dll")));
        MetadataReader metadata = file.GetMetadataReader();
        List<string> names = [];
        foreach (CustomAttribute attribute in metadata.CustomAttributes.Select(metadata.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
                && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name) == nameof(CmdletAttribute))
            {
                BlobReader blob = metadata.GetBlobReader(attribute.Value);
                blob.ReadUInt16();
                names.Add($"{blob.ReadSerializedString()}-{blob.ReadSerializedString()}");
            }
        }

        return names;
    }
}
