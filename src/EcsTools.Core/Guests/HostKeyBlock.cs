using System.Globalization;
using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Guests;

/// <summary>The block of SSH host keys that Cloud-Init prints on the console at the first boot of a system.</summary>
internal static class HostKeyBlock
{
    private const string Begin = "-----BEGIN SSH HOST KEY KEYS-----";
    private const string End = "-----END SSH HOST KEY KEYS-----";
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Finds the keys, if they are proven to be newer than a moment: they stand in the last boot, in the only block of it, and every time that
    /// Cloud-Init has written in that boot, one of them before the block, lies between that moment and now. A console keeps what was written
    /// before a disk was made anew, a clock may be wrong, and a line may be cut: whatever is not exactly so is no proof.
    /// </summary>
    /// <param name="sentAt">When the new system was asked for.</param>
    /// <returns>The keys in SSH's form; none without a proof.</returns>
    public static IReadOnlyList<byte[]> Find(string text, DateTimeOffset sentAt, DateTimeOffset now)
    {
        string boot = ConsoleBoot.FindLast(text);
        int begin = boot.IndexOf(Begin, StringComparison.Ordinal);
        int end = boot.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin + Begin.Length || boot.LastIndexOf(Begin, StringComparison.Ordinal) != begin || boot.LastIndexOf(End, StringComparison.Ordinal) != end)
        {
            return [];
        }

        Stamp[] stamps = [.. Stamps(boot)];
        if (!stamps.Any(s => s.Index < begin) || !AreNewer(stamps, sentAt, now))
        {
            return [];
        }

        byte[]?[] keys = [.. boot.Substring(begin + Begin.Length, end - begin - Begin.Length).Split(['\n'], StringSplitOptions.RemoveEmptyEntries).Select(ReadKey)];
        return keys.Contains(null) ? [] : [.. keys.OfType<byte[]>()];
    }

    /// <summary>Tells whether Cloud-Init is at work in the last boot, which is newer than a moment: it prints the keys in its last stage, seconds after
    /// the SSH server has begun to answer.</summary>
    /// <param name="sentAt">When the new system was asked for.</param>
    public static bool MayCome(string text, DateTimeOffset sentAt, DateTimeOffset now)
    {
        Stamp[] stamps = [.. Stamps(ConsoleBoot.FindLast(text))];
        return stamps.Length > 0 && !stamps.Any(s => s.IsLast) && AreNewer(stamps, sentAt, now);
    }

    private static bool AreNewer(Stamp[] stamps, DateTimeOffset sentAt, DateTimeOffset now) => stamps.All(s => s.Time > sentAt && s.Time <= now + MostSkew);

    // Cloud-init v. 23.1 running 'init' at Tue, 20 Apr 2027 07:16:40 +0000. Up 12.34 seconds.
    private static IEnumerable<Stamp> Stamps(string boot) => Regex.Matches(
        boot, @"Cloud-init v\. ?\S+ (?:running '[^'\n]+'|(?<last>finished)) at (?<day>[^\n]{25}) (?<zone>[+-]\d{2})(?<minutes>\d{2})", RegexOptions.CultureInvariant, TextPattern.Limit)
        .Cast<Match>()
        .Select(m => new Stamp(m.Index, ReadTime($"{m.Groups["day"].Value} {m.Groups["zone"].Value}:{m.Groups["minutes"].Value}"), m.Groups["last"].Success));

    private static DateTimeOffset? ReadTime(string text) =>
        DateTimeOffset.TryParseExact(text, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) ? time : null;

    // ssh-ed25519 AAAA... comment: the type stands in the key, too.
    private static byte[]? ReadKey(string line)
    {
        string[] fields = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        try
        {
            byte[] key = fields.Length < 2 ? [] : Convert.FromBase64String(fields[1]);
            return key.Length > 4 && HostKeyVerifier.TypeOf(key) == fields[0] ? key : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private readonly record struct Stamp(int Index, DateTimeOffset? Time, bool IsLast);
}
