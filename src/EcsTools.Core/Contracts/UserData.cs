using System;
using System.Globalization;
using System.Text;

using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Contracts;

/// <summary>
/// What a fresh system runs at its first start, by cloud-init or Cloudbase-Init. It often holds secrets, so it is shown, planned and
/// journalled by its length and digest only.
/// </summary>
public sealed class UserData
{
    private readonly byte[] _bytes;

    /// <summary>Takes a text.</summary>
    /// <param name="text">The text as the guest is to read it.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if it is in base64 already, which the guest would not understand.</exception>
    public UserData(string text)
    {
        if (IsEncoded(text))
        {
            throw new EcsException(EcsErrorId.InvalidInput, "The user data is in base64 already.")
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Give the text itself, for example (Get-Content -Raw cloud-config.yaml): it is encoded on its way.",
            };
        }

        _bytes = Encoding.UTF8.GetBytes(text);
        HasWindowsLineEnds = text.Contains("\r\n");
    }

    /// <summary>How long it is before base64, in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>True if lines end as on Windows.</summary>
    public bool HasWindowsLineEnds { get; }

    /// <summary>Encodes it as the clouds take it.</summary>
    /// <returns>Base64.</returns>
    public string Encode() => Convert.ToBase64String(_bytes);

    /// <summary>By what one tells it from another, without what it says.</summary>
    /// <returns>For example <c>312 bytes, SHA-256 5f2a…</c>, the digest whole.</returns>
    public override string ToString() => $"{Length.ToString(CultureInfo.InvariantCulture)} bytes, SHA-256 {HexDigest.Sha256(_bytes)}";

    // What cloud-init reads begins with one of these; base64 of other things may be meant.
    private static bool IsEncoded(string text)
    {
        try
        {
            string inside = Encoding.UTF8.GetString(Convert.FromBase64String(text));
            return inside.StartsWith("#", StringComparison.Ordinal) || inside.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
