using System.Globalization;
using System.Text;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Contracts;

/// <summary>
/// What a fresh system runs at its first start, by cloud-init or Cloudbase-Init. It often holds secrets, so it is shown, planned and
/// journaled by its length and digest only.
/// </summary>
public sealed class UserData
{
    private const int LongestFile = 1024 * 1024;
    private readonly byte[] _bytes;

    /// <summary>Takes a text.</summary>
    /// <param name="text">The text as the guest is to read it. A byte order mark and white space, which hide its first line from the guest, are left out.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if it is in base64 already, which the guest would not understand.</exception>
    public UserData(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    private UserData(byte[] bytes)
    {
        _bytes = UserDataFormat.WithoutLeadingSpace(UserDataFormat.WithoutMark(bytes));
        if (UserDataFormat.IsEncoded(_bytes))
        {
            throw InputErrors.Create(
                "The user data is already encoded in base64.",
                "Specify the text itself, for example (Get-Content -Raw cloud-config.yaml), or a binary file with -UserDataFile: it is encoded when it is sent.");
        }

        if (UserDataFormat.IsUtf16(_bytes))
        {
            throw InputErrors.Create("The user data is UTF-16, which the guest does not read.", "Save the file as UTF-8.");
        }

        IsForLinux = UserDataFormat.IsFor(_bytes, isWindows: false);
        IsForWindows = UserDataFormat.IsFor(_bytes, isWindows: true);
        HasWindowsLineEnds = !UserDataFormat.IsCompressed(_bytes) && Encoding.UTF8.GetString(_bytes).Contains("\r\n");
    }

    /// <summary>How long it is before base64, in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>True if lines end as on Windows.</summary>
    public bool HasWindowsLineEnds { get; }

    /// <summary>True if cloud-init knows by its beginning what to do with it.</summary>
    public bool IsForLinux { get; }

    /// <summary>True if Cloudbase-Init knows by its beginning what to do with it.</summary>
    public bool IsForWindows { get; }

    /// <summary>Reads a file, which may be compressed with gzip.</summary>
    /// <returns>The user data.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if it cannot be read, or as the text would be.</exception>
    public static UserData ReadFile(string path)
    {
        try
        {
            return new UserData(RegularFile.Read(path, LongestFile));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw InputErrors.Create($"Cannot read the user data: {error.Message}", "Check the path and the rights to read the file.");
        }
    }

    /// <summary>Encodes it as the clouds take it.</summary>
    /// <returns>Base64.</returns>
    public string Encode() => Convert.ToBase64String(_bytes);

    /// <summary>By what one tells it from another, without what it says.</summary>
    /// <returns>For example <c>312 bytes, SHA-256 5f2a…</c>, the digest whole.</returns>
    public override string ToString() => $"{Length.ToString(CultureInfo.InvariantCulture)} bytes, SHA-256 {HexDigest.Sha256(_bytes)}";
}
