using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Packaging;

/// <summary>What <c>dotnet pack</c> makes of the staged module, and <c>build.ps1 -Task Package</c> with it.</summary>
public sealed class GalleryPackageTests : IAsyncLifetime
{
    private const int MaximumBytes = 10_000_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecstools-package-");

    public async ValueTask InitializeAsync()
    {
        ProcessStartInfo start = new("dotnet", ["pack", Path.Combine(Repository.Root, "src", "EcsTools"), "--no-build", "--no-restore", "--output", _folder.FullName])
        {
            RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        using Process pack = Process.Start(start)!;
        string output = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(pack.ExitCode == 0, output);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    [Fact]
    public void It_is_the_module_at_its_root_and_small()
    {
        FileInfo file = Assert.Single(_folder.GetFiles());
        using ZipArchive archive = ZipFile.OpenRead(file.FullName);
        string[] container = ["_rels/.rels", "[Content_Types].xml", "EcsTools.nuspec"];

        Assert.Equal(
            PackedModuleTests.Files,
            archive.Entries.Select(e => e.FullName).Where(n => !container.Contains(n) && !n.StartsWith("package/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.InRange(file.Length, 1, MaximumBytes);
        Assert.All(archive.Entries.Where(e => PackedModuleTests.Files.Contains(e.FullName)), e =>
            Assert.Equal(new FileInfo(Path.Combine(Repository.Module, e.FullName)).Length, e.Length));

        XElement metadata = XDocument.Load(archive.GetEntry("EcsTools.nuspec")!.Open()).Root!.Elements().First();
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
        Assert.Equal(("EcsTools", "MIT"), (Value("id"), Value("license")));
        Assert.Equal($"EcsTools.{Value("version")}.nupkg", file.Name);
        Assert.Contains("PSModule", Value("tags").Split(' '));
        Assert.Contains($"'{Value("version")}'", File.ReadAllText(Repository.Manifest), StringComparison.Ordinal);
        Assert.Contains($"'{Value("description")}'", File.ReadAllText(Repository.Manifest), StringComparison.Ordinal);
    }

    [Fact]
    public void Unpacked_it_is_a_module_the_engine_takes()
    {
        string module = Path.Combine(_folder.FullName, "modules", "EcsTools");
        ZipFile.ExtractToDirectory(_folder.GetFiles().Single().FullName, module);

        using ModuleSession session = new(import: false);

        Assert.Equal("EcsTools", session.Run($"Test-ModuleManifest '{Path.Combine(module, "EcsTools.psd1")}'").Single().Properties["Name"].Value);
    }

    [Fact]
    public void Every_package_that_is_in_it_is_named_with_its_version()
    {
        string notices = File.ReadAllText(Path.Combine(Repository.Module, "THIRD-PARTY-NOTICES.txt"));
        string versions = File.ReadAllText(Path.Combine(Repository.Root, "src", "EcsTools", "packages.lock.json"));

        Assert.All(
            PackedModuleTests.Files.Where(f => f.EndsWith(".dll", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !n.StartsWith("EcsTools", StringComparison.Ordinal)),
            assembly =>
            {
                string package = assembly == "Renci.SshNet" ? "SSH.NET" : assembly;
                string version = Regex.Match(versions, $"\"{Regex.Escape(package)}\": {{[^}}]*?\"resolved\": \"([^\"]+)\"").Groups[1].Value;
                Assert.Contains($"\n{package} {version}\n", notices.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            });
    }
}
