using System.IO.Compression;
using System.Text;

using EcsTools.Core.Contracts;

namespace EcsTools.Core.Tests.Operations;

public class UserDataTests
{
    [Fact]
    public void It_is_encoded_on_its_way_and_shown_by_length_and_digest()
    {
        UserData data = new("#cloud-config\n");

        Assert.Equal("I2Nsb3VkLWNvbmZpZwo=", data.Encode());
        Assert.Equal("14 bytes, SHA-256 88c95955b024402aa9572b663f7eeb134f01343bb92af27b50e97e72b22c565f", data.ToString());
    }

    [Theory]
    [InlineData("I2Nsb3VkLWNvbmZpZwo=")]
    [InlineData("I2Nsb3VkLWNvbmZpZwo=\n")]
    [InlineData("Q29udGVudC1UeXBlOiBtdWx0aXBhcnQvbWl4ZWQ=")]
    public void What_is_encoded_already_is_refused(string text) =>
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => new UserData(text)).ErrorId);

    // What Terraform's cloudinit_config gives by default.
    [Fact]
    public void Text_Base64OfGzip_IsRefused() =>
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => new UserData(Convert.ToBase64String(Gzip("#cloud-config\n")))).ErrorId);

    [Theory]
    [InlineData("#cloud-config\n", true, true)]
    [InlineData("\ufeff#cloud-config\n", true, true)]
    [InlineData("#!/bin/sh\n", true, true)]
    [InlineData("#include\nhttps://example.test/a", true, false)]
    [InlineData("#include-once\nhttps://example.test/a", true, false)]
    [InlineData("#cloud-config-archive\n- type: x", true, true)]
    [InlineData("#cloud-boothook\n", true, false)]
    [InlineData("## template: jinja\n#cloud-config", true, false)]
    [InlineData("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x", true, true)]
    [InlineData("#ps1_sysnative\nhostname", false, true)]
    [InlineData("rem cmd\nver", false, true)]
    [InlineData("<powershell>hostname</powershell>", false, true)]
    [InlineData("packages: [nginx]\n", false, false)]
    [InlineData("{\"ignition\": {}}", false, false)]
    [InlineData("abcd", false, false)]
    [InlineData("", false, false)]
    public void Content_IsKnownByItsBeginning(string text, bool isForLinux, bool isForWindows)
    {
        foreach (UserData data in new[] { new UserData(text), Read(Encoding.UTF8.GetBytes(text)), Read(Gzip(text)) })
        {
            Assert.Equal((isForLinux, isForWindows), (data.IsForLinux, data.IsForWindows));
        }

        Assert.Equal(text.TrimStart('\ufeff'), Encoding.UTF8.GetString(Convert.FromBase64String(new UserData(text).Encode())));
    }

    // The kernel starts a script by its first two bytes, and cloud-init writes it as it got it.
    [Theory]
    [InlineData("\n#!/bin/sh\necho", "#!/bin/sh\necho")]
    [InlineData(" \t\r\n\n #!/bin/sh\n  echo\n", "#!/bin/sh\n  echo\n")]
    [InlineData("\ufeff\n#!/bin/sh", "#!/bin/sh")]
    [InlineData("\n #Cloud-Config\n", "#Cloud-Config\n")]
    [InlineData("\n## template: jinja\n#cloud-config", "## template: jinja\n#cloud-config")]
    [InlineData("\nMIME-Version: 1.0\n", "MIME-Version: 1.0\n")]
    [InlineData("\n#ps1_sysnative\nhostname", "#ps1_sysnative\nhostname")]
    [InlineData("\n packages: [nginx]", "\n packages: [nginx]")]
    [InlineData("  \n", "  \n")]
    public void Content_WhiteSpaceBeforeItsSign_IsLeftOut(string text, string sent)
    {
        foreach (UserData data in new[] { new UserData(text), Read(Encoding.UTF8.GetBytes(text)) })
        {
            Assert.Equal(sent, Encoding.UTF8.GetString(Convert.FromBase64String(data.Encode())));
            Assert.Equal(sent[0] is '#' or 'M', data.IsForLinux || data.IsForWindows);
        }
    }

    [Theory]
    [InlineData("\n#!/bin/sh")]
    [InlineData("\u00a0#!/bin/sh")]
    public void Content_WhiteSpaceThatStays_IsNotKnown(string text)
    {
        Assert.False(Read(Gzip(text)).IsForLinux);
        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => new UserData(Convert.ToBase64String(Encoding.UTF8.GetBytes("\n#!/bin/sh\necho")))).ErrorId);
    }

    [Fact]
    public void File_Binary_IsSentAsItIs()
    {
        byte[] bytes = Gzip("#cloud-config\n");

        Assert.Equal(bytes, Convert.FromBase64String(Read(bytes).Encode()));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("base64")]
    [InlineData(null)]
    public void File_GuestCannotRead_IsRefused(string? kind)
    {
        Encoding? encoding = kind is null or "base64" ? null : Encoding.GetEncoding(kind);
        byte[]? bytes = kind is null ? null : encoding is null ? Encoding.ASCII.GetBytes(Convert.ToBase64String(Gzip("#!/bin/sh"))) : [.. encoding.GetPreamble(), .. encoding.GetBytes("#cloud-config\n")];

        Assert.Equal(EcsErrorId.InvalidInput, Assert.Throws<EcsException>(() => Read(bytes)).ErrorId);
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static UserData Read(byte[]? bytes)
    {
        string folder = Directory.CreateTempSubdirectory("ecstools-data-").FullName;
        try
        {
            string file = Path.Combine(folder, "data");
            if (bytes is not null)
            {
                File.WriteAllBytes(file, bytes);
            }

            return UserData.ReadFile(file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
