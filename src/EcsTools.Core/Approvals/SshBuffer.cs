using System.Text;

namespace EcsTools.Core.Approvals;

/// <summary>The data types of SSH (RFC 4251 5): numbers of four bytes, and strings with their length before them.</summary>
internal sealed class SshBuffer
{
    private readonly byte[] _bytes;
    private int _at;

    /// <summary>Begins to read.</summary>
    public SshBuffer(byte[] bytes) => _bytes = bytes;

    /// <summary>True if all was read.</summary>
    public bool IsAtEnd => _at == _bytes.Length;

    /// <summary>Writes strings one after the other.</summary>
    /// <returns>Their bytes.</returns>
    public static byte[] Write(params byte[][] strings)
    {
        using MemoryStream stream = new();
        foreach (byte[] text in strings)
        {
            stream.Write(Number((uint)text.Length), 0, 4);
            stream.Write(text, 0, text.Length);
        }

        return stream.ToArray();
    }

    /// <summary>Writes a number.</summary>
    /// <returns>Four bytes.</returns>
    public static byte[] Number(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    /// <summary>Reads bytes as they are.</summary>
    /// <exception cref="FormatException">There are fewer.</exception>
    public byte[] Take(int count)
    {
        // Below zero: a length of more than any data has.
        if (count < 0 || count > _bytes.Length - _at)
        {
            throw new FormatException("The data ends too early.");
        }

        byte[] taken = new byte[count];
        Array.Copy(_bytes, _at, taken, 0, count);
        _at += count;
        return taken;
    }

    /// <summary>Reads a number.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public uint TakeNumber()
    {
        byte[] four = Take(4);
        return ((uint)four[0] << 24) | ((uint)four[1] << 16) | ((uint)four[2] << 8) | four[3];
    }

    /// <summary>Reads a string.</summary>
    /// <returns>Its bytes.</returns>
    /// <exception cref="FormatException">There is none.</exception>
    public byte[] TakeString() => Take(unchecked((int)TakeNumber()));

    /// <summary>Reads a string of ASCII.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public string TakeText() => Encoding.ASCII.GetString(TakeString());
}
