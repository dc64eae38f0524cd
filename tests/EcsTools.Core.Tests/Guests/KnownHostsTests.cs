using EcsTools.Core.Guests;

namespace EcsTools.Core.Tests.Guests;

public sealed class KnownHostsTests : IDisposable
{
    private const string Ed25519 = "ssh-ed25519";
    private static readonly byte[] Key = [1, 2, 3, 4, 5, 6];
    private static readonly byte[] OtherKey = [6, 5, 4, 3, 2, 1];
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-known-").FullName;

    private string File => Path.Combine(_folder, "ssh", "known_hosts");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_missing_file_knows_nobody() => Assert.Equal(HostKeyMatch.New, new KnownHosts(File).Judge("a", 22, Ed25519, Key));

    [Theory]
    [InlineData("server.example", 22)]
    [InlineData("server.example", 2222)]
    [InlineData("2001:db8::1", 22)]
    public void What_was_added_is_known_and_does_not_name_the_host(string host, int port)
    {
        KnownHosts known = new(File);
        known.Add(host, port, Ed25519, Key);

        Assert.Equal(HostKeyMatch.Known, known.Judge(host.ToUpperInvariant(), port, Ed25519, Key));
        Assert.Equal(HostKeyMatch.Changed, known.Judge(host, port, Ed25519, OtherKey));
        Assert.Equal(HostKeyMatch.New, known.Judge(host, port + 1, Ed25519, Key));
        Assert.Equal([Ed25519], known.KeyTypes(host, port));
        Assert.DoesNotContain(host, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_is_part_of_a_hashed_name()
    {
        string hashed = KnownHostLine.HashName("[127.0.0.1]:2222");
        Write($"{hashed} {Ed25519} {Convert.ToBase64String(Key)}");

        Assert.Equal(HostKeyMatch.Known, new KnownHosts(File).Judge("127.0.0.1", 2222, Ed25519, Key));
        Assert.Equal(HostKeyMatch.New, new KnownHosts(File).Judge("127.0.0.1", 22, Ed25519, Key));
    }

    [Theory]
    [InlineData("*.example", "a.example", HostKeyMatch.Known)]
    [InlineData("*.example,!a.example", "a.example", HostKeyMatch.New)]
    [InlineData("*.example,!b.example", "a.example", HostKeyMatch.Known)]
    [InlineData("a?.example", "ab.example", HostKeyMatch.Known)]
    [InlineData("a.example,b.example", "b.example", HostKeyMatch.Known)]
    [InlineData("a.example", "aXexample", HostKeyMatch.New)]
    [InlineData("|1|broken", "a.example", HostKeyMatch.New)]
    [InlineData("# a.example", "a.example", HostKeyMatch.New)]
    [InlineData("@cert-authority *", "a.example", HostKeyMatch.New)]
    [InlineData("@revoked *", "a.example", HostKeyMatch.Revoked)]
    internal void Names_are_matched_as_OpenSSH_does(string names, string host, HostKeyMatch verdict)
    {
        Write($"{names} {Ed25519} {Convert.ToBase64String(Key)} comment");

        Assert.Equal(verdict, new KnownHosts(File).Judge(host, 22, Ed25519, Key));
    }

    [Fact]
    public void A_host_is_not_new_because_it_shows_another_kind_of_key()
    {
        Write($"a {Ed25519} {Convert.ToBase64String(Key)}");

        Assert.Equal(HostKeyMatch.Changed, new KnownHosts(File).Judge("a", 22, "ssh-rsa", OtherKey));
    }

    [Fact]
    public void KeyTypes_FileHasOtherHostsAndRevokedKeys_AreThoseOfTheHost()
    {
        string key = Convert.ToBase64String(Key);
        Write($"a {Ed25519} {key}", $"b ssh-rsa {key}", $"@revoked a ecdsa-sha2-nistp256 {key}");

        Assert.Equal([Ed25519], new KnownHosts(File).KeyTypes("a", 22));
    }

    // Without a salt of its own, one host's lines tell that they are one host's.
    [Fact]
    public void HashName_Twice_DiffersEachTime() => Assert.NotEqual(KnownHostLine.HashName("a"), KnownHostLine.HashName("a"));

    [Fact]
    public void Forgetting_touches_one_host_only()
    {
        string key = $"{Ed25519} {Convert.ToBase64String(Key)}";
        string[] stay = ["# a comment about a", $"*.example {key}", $"@revoked a {key}", $"{KnownHostLine.HashName("b")} {key}", $"[a]:2222 {key}", "not a line"];
        Write([.. stay, $"a {key}", $"{KnownHostLine.HashName("a")} {key}", $"c,a {key}"]);
        KnownHosts known = new(File);

        Assert.True(known.Forget("A", 22));
        Assert.False(known.Forget("a", 22));
        Assert.Equal([.. stay, $"c {key}"], System.IO.File.ReadAllLines(File));
    }

    [Fact]
    public void A_reinstalled_server_is_forgotten_by_its_public_addresses_alone()
    {
        string key = $"{Ed25519} {Convert.ToBase64String(Key)}";
        Write($"203.0.113.7 {key}", $"10.0.0.7 {key}", $"[203.0.113.7]:2222 {key}", $"203.0.113.70 {key}");

        KnownHosts.ForgetReinstalled(new EcsInstance { PublicIps = ["203.0.113.7"], PrivateIps = ["10.0.0.7"] }, File);

        Assert.Equal([$"10.0.0.7 {key}", $"[203.0.113.7]:2222 {key}", $"203.0.113.70 {key}"], System.IO.File.ReadAllLines(File));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Nobody_else_may_read_a_new_file()
    {
        new KnownHosts(File).Add("a", 22, Ed25519, Key);

        // Windows keeps no such bits.
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }

        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void Add_FileIsLink_ReplacesItsTarget()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a right there.");
        string target = Path.Combine(_folder, "dotfiles", "hosts");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        System.IO.File.WriteAllText(target, "# mine\n");
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.CreateSymbolicLink(File, "../dotfiles/hosts");

        new KnownHosts(File).Add("a", 22, Ed25519, Key);

        Assert.Equal("../dotfiles/hosts", new FileInfo(File).LinkTarget);
        Assert.Equal(["# mine", "|1|"], System.IO.File.ReadAllLines(target).Select(l => l.StartsWith("|1|", StringComparison.Ordinal) ? "|1|" : l));
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(target)!));
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void Add_NullDevice_RemembersNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only Unix has this file.");
        new KnownHosts("/dev/null").Add("a", 22, Ed25519, Key);

        Assert.Equal(HostKeyMatch.New, new KnownHosts("/dev/null").Judge("a", 22, Ed25519, Key));
        Assert.False(Security.UnixFile.IsRegular("/dev/null"));
    }

    [Fact]
    public void Add_LinkToNullDevice_RemembersNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only Unix has this file.");
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.CreateSymbolicLink(File, "/dev/null");

        new KnownHosts(File).Add("a", 22, Ed25519, Key);

        Assert.Equal(HostKeyMatch.New, new KnownHosts(File).Judge("a", 22, Ed25519, Key));
        Assert.False(new KnownHosts(File).Forget("a", 22));
        Assert.Equal("/dev/null", new FileInfo(File).LinkTarget);
    }

    [Fact]
    public void Judge_PipeInsteadOfFile_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only Unix has these.");
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        Security.UnixFile.MakePipe(File);

        Assert.Equal(EcsErrorId.KnownHostsUnusable, Assert.Throws<EcsException>(() => new KnownHosts(File).Judge("a", 22, Ed25519, Key)).ErrorId);
        Assert.Equal(EcsErrorId.KnownHostsUnusable, Assert.Throws<EcsException>(() => new KnownHosts(File).Add("a", 22, Ed25519, Key)).ErrorId);
    }

    private void Write(params string[] lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllLines(File, lines);
    }
}
