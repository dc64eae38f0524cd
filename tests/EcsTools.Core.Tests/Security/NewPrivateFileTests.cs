using EcsTools.Core.Security;

namespace EcsTools.Core.Tests.Security;

public sealed class NewPrivateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-newfile-").FullName;

    private string At(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Claim_NewFile_IsPrivateAndTakesTheSecret()
    {
        using (NewPrivateFile file = NewPrivateFile.Claim(At("key")))
        {
            Assert.True(new FileInfo(At("key")).Length > 8192); // room, before the secret is there
            file.Write("secret\n");
        }

        Assert.Equal("secret\n", File.ReadAllText(At("key")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("key")));
        }
    }

    [Fact]
    public void Dispose_NoSecretOrAUselessOne_LeavesNoFile()
    {
        NewPrivateFile.Claim(At("none")).Dispose();
        using (NewPrivateFile file = NewPrivateFile.Claim(At("useless")))
        {
            file.Write("secret\n");
            file.Discard();
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("nowhere/key")]
    public void Claim_SomethingInTheWay_IsRefusedAndUntouched(string name)
    {
        File.WriteAllText(At("file"), "mine");
        Directory.CreateDirectory(At("folder"));
        Assert.SkipWhen(OperatingSystem.IsWindows() && name == "link", "Windows needs a right for links.");
        if (name == "link")
        {
            File.CreateSymbolicLink(At("link"), At("absent"));
        }

        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => NewPrivateFile.Claim(At(name))).ErrorId);

        Assert.Equal("mine", File.ReadAllText(At("file")));
        Assert.False(File.Exists(At("absent")));
    }

    [Fact]
    public void Check_Anything_CreatesNothing()
    {
        NewPrivateFile.Check(At("key"));

        Assert.Throws<EcsException>(() => NewPrivateFile.Check(_folder));
        Assert.Throws<EcsException>(() => NewPrivateFile.Check(At("nowhere/key")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
