using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds;

/// <summary>
/// The one guard between an id and the address of a call: an id that would make another path, or another query, of it is never
/// sent. Ids come from people, plan files and clouds alike.
/// </summary>
internal static class CloudId
{
    // \z, since $ would allow a line feed.
    private static readonly Regex Pattern = new(@"\A[0-9A-Za-z][0-9A-Za-z_-]*\z", RegexOptions.CultureInvariant, TextPattern.Limit);

    /// <summary>Returns true if a text can be the id of a server, disk, image, snapshot, project or job.</summary>
    public static bool IsId(string text) => Pattern.IsMatch(text);

    /// <summary>Returns an id as it may stand in a path or in a list of ids.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if it cannot be an id; nothing was sent.</exception>
    public static string InPath(string id) => IsId(id) ? id : throw NoId(id);

    /// <summary>
    /// Returns the segment of a path for what may hold more than an id does: ids of flavors hold dots and spaces, names of key
    /// pairs other signs too.
    /// </summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if it cannot be one segment; nothing was sent.</exception>
    public static string Escape(string name) => CanEscape(name) ? Uri.EscapeDataString(name) : throw NoId(name);

    /// <summary>Returns true if a text can be one segment of a path. An escaped slash is one again for many a proxy.</summary>
    public static bool CanEscape(string name) =>
        name.Any(c => c != '.') && !name.Any(c => char.IsControl(c) || c is '/' or '\\' || char.IsSurrogate(c));

    private static EcsException NoId(string id) => new(EcsErrorId.InvalidInput, $"'{ProviderText.Shorten(id)}' cannot be an ID.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Check the ID with the Get cmdlet of the resource.",
    };
}
