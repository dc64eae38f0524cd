using System.Text;
using System.Text.Json;

namespace EcsTools.Core.Http;

/// <summary>
/// A field of a successful answer that is wanted while the rest is on its way. It is found only before the first object or list in the answer: where
/// the cloud writes it behind its rows, it is read with them.
/// </summary>
/// <param name="OnValue">Takes the text or number. Called once at most each time the call is sent.</param>
internal sealed record EarlyField(string Name, Action<string> OnValue)
{
    /// <summary>Looks for the field in the beginning of an answer.</summary>
    /// <param name="length">How many bytes have come so far.</param>
    /// <returns>True once there is nothing more to look for.</returns>
    public bool TryRead(byte[] bytes, int length)
    {
        bool isOver;
        string? value = null;
        try
        {
            isOver = TryFind(new Utf8JsonReader(new ReadOnlySpan<byte>(bytes, 0, length), isFinalBlock: false, default), out value);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What is wrong with an answer shows when all of it is read.
            isOver = true;
        }

        if (value is { Length: > 0 })
        {
            OnValue(value);
        }

        return isOver;
    }

    private bool TryFind(Utf8JsonReader reader, out string? value)
    {
        value = null;
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return true;
        }

        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                return true;
            }

            bool isWanted = reader.ValueTextEquals(Name);
            if (!reader.Read())
            {
                return false;
            }

            if (isWanted || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                value = reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan.ToArray()),
                    _ => null,
                };
                return true;
            }
        }

        return false;
    }
}
