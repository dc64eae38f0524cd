using System.Globalization;

using EcsTools.Core.Http;

namespace EcsTools.Core.Credentials;

/// <summary>Reads temporary keys from the forms in which the clouds hand them out.</summary>
internal static class TemporaryCredentialParser
{
    /// <summary>Reads how long a key is to live.</summary>
    /// <param name="text">Seconds, or null.</param>
    /// <returns>The number; null if there is none, or none above zero.</returns>
    public static int? ReadLifetime(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > 0 ? seconds : null;

    /// <summary>Reads a key.</summary>
    /// <param name="json">The object with the fields, or null.</param>
    /// <param name="secret">The field with its secret.</param>
    /// <returns>The key, or null if it is not whole.</returns>
    public static AccessKey? Read(JToken? json, string id, string secret, string token, string expiry) =>
        json.Text(id) is { } keyId && json.Text(secret) is { } keySecret ? new AccessKey(keyId, keySecret, json.Text(token), json.Time(expiry)) : null;
}
