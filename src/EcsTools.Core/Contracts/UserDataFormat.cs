using System.IO.Compression;
using System.Text;

namespace EcsTools.Core.Contracts;

/// <summary>By what cloud-init and Cloudbase-Init know what user data is: its first bytes. What begins otherwise they pass over, after the disk is gone.</summary>
internal static class UserDataFormat
{
    private const int MostRead = 4096;

    // Both take a MIME message of several parts; its headers may come in any order.
    private static readonly string[] Common = ["#!", "#cloud-config", "content-type:", "mime-version:", "from nobody"];

    private static readonly string[] Linux =
        ["#cloud-boothook", "#include", "#part-handler", "#upstart-job", "## template: jinja"];

    private static readonly string[] Windows = ["#ps1", "rem cmd", "<powershell>", "<script>"];

    public static bool IsCompressed(byte[] bytes) => bytes is [0x1F, 0x8B, ..];

    public static bool IsUtf16(byte[] bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || (bytes.Length > 3 && bytes[0] is > 0 and < 0x80 && bytes[1] == 0 && bytes[3] == 0);

    public static byte[] WithoutMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? [.. bytes.Skip(3)] : bytes;

    /// <summary>
    /// Takes away the white space before a sign. Cloud-init looks past it and then writes a script as it is, which the kernel cannot start with a
    /// blank before its <c>#!</c>; other readers do not look past it.
    /// </summary>
    public static byte[] WithoutLeadingSpace(byte[] bytes)
    {
        int blanks = bytes.TakeWhile(b => b is 0x20 or (>= 0x09 and <= 0x0D)).Count();
        byte[] rest = [.. bytes.Skip(blanks)];
        return blanks > 0 && !IsCompressed(rest) && (IsFor(rest, isWindows: false) || IsFor(rest, isWindows: true)) ? rest : bytes;
    }

    /// <summary>Tells whether the guest knows what to do with it; of what is compressed, with what is in it.</summary>
    public static bool IsFor(byte[] bytes, bool isWindows)
    {
        string begin = Begin(bytes);
        return Common.Concat(isWindows ? Windows : Linux).Any(sign => begin.StartsWith(sign, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Tells whether it is base64 of something that the guest would know; base64 of other things may be meant.</summary>
    public static bool IsEncoded(byte[] bytes)
    {
        if (IsCompressed(bytes) || bytes.Any(b => b is > 0x7E or (< 0x20 and not (0x09 or 0x0A or 0x0D))))
        {
            return false;
        }

        try
        {
            byte[] inside = WithoutLeadingSpace(WithoutMark(Convert.FromBase64String(Encoding.ASCII.GetString(bytes))));
            return IsCompressed(inside) || IsFor(inside, isWindows: false) || IsFor(inside, isWindows: true);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Begin(byte[] bytes)
    {
        if (!IsCompressed(bytes))
        {
            return Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, MostRead));
        }

        try
        {
            using GZipStream inside = new(new MemoryStream(bytes), CompressionMode.Decompress);
            byte[] buffer = new byte[MostRead];
            int read = 0;
            int more;
            while (read < buffer.Length && (more = inside.Read(buffer, read, buffer.Length - read)) > 0)
            {
                read += more;
            }

            return Encoding.UTF8.GetString(WithoutMark([.. buffer.Take(read)]));
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }
}
