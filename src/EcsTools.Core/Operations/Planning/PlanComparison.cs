using System.Globalization;
using System.Text.RegularExpressions;

using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Operations;

/// <summary>
/// Compares a plan that was approved with the same plan made anew. Everything that was decided must be the same, and nothing may cost more;
/// what changes by itself, the details of requirements and times, is not compared.
/// </summary>
internal static class PlanComparison
{
    private static readonly Regex Number = new(@"\d+(?:[.,]\d+)*", RegexOptions.None, TextPattern.Limit);

    /// <summary>Finds what is no longer as it was approved.</summary>
    /// <returns>What differs, in words; empty if nothing does.</returns>
    public static IReadOnlyList<string> FindDifferences(EcsPlan approved, EcsPlan now)
    {
        List<string> differences = [];
        Compare("server", $"{approved.Instance.Id} {approved.Instance.Name}", $"{now.Instance.Id} {now.Instance.Name}");
        Compare("account", approved.Instance.AccountKey, now.Instance.AccountKey);
        Compare("operation", approved.Kind.ToString(), now.Kind.ToString());
        Compare("end state", $"{approved.EndState}", $"{now.EndState}");
        Compare("backup", approved.Backup, now.Backup);
        CompareAll("options", Pairs(approved), Pairs(now));
        CompareAll("losses", approved.Losses, now.Losses);
        CompareAll("steps", approved.Steps, now.Steps);
        if (now.CanProceed)
        {
            CompareAll("requirements", Outcomes(approved), Outcomes(now)); // one that fails now is refused with its reason
        }

        if (IsDearer(approved.Costs, now.Costs))
        {
            differences.Add("cost");
        }

        // What no text shows: the image, the disk, locks, and whatever else the provider's step has seen.
        Compare("server's image, disk, lock, or protection", approved.Fingerprint, now.Fingerprint);
        return differences;

        void Compare(string what, string before, string after)
        {
            if (!string.Equals(before, after, StringComparison.Ordinal))
            {
                differences.Add(what);
            }
        }

        void CompareAll(string what, IEnumerable<string> before, IEnumerable<string> after)
        {
            if (!before.SequenceEqual(after, StringComparer.Ordinal))
            {
                differences.Add(what);
            }
        }
    }

    private static IEnumerable<string> Pairs(EcsPlan plan) => plan.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}");

    private static IEnumerable<string> Outcomes(EcsPlan plan) => plan.Requirements.Select(r => $"{r.Id} {r.Outcome}").OrderBy(r => r, StringComparer.Ordinal);

    // A sentence is the same cost if it has the same words and none of its numbers is higher. One that is gone costs nothing.
    private static bool IsDearer(IReadOnlyList<string> approved, IReadOnlyList<string> now) => !now.All(n => approved.Any(a => Covers(a, n)));

    private static bool Covers(string approved, string now)
    {
        if (IsOfBandwidth(approved) && IsOfBandwidth(now))
        {
            return Covers(approved.Substring(PriceChange.BandwidthText.Length), now.Substring(PriceChange.BandwidthText.Length));
        }

        // The present price is no cost of the change, and a refund is the better the higher it is.
        if (now.StartsWith(PriceChange.NowText, StringComparison.Ordinal) && approved.StartsWith(PriceChange.NowText, StringComparison.Ordinal))
        {
            return true;
        }

        if (Number.Replace(approved, "#") != Number.Replace(now, "#"))
        {
            return false;
        }

        IEnumerable<decimal?> before = Number.Matches(approved).Cast<Match>().Select(m => Read(m.Value));
        IEnumerable<decimal?> after = Number.Matches(now).Cast<Match>().Select(m => Read(m.Value));
        bool isRefund = now.StartsWith(PriceChange.RefundText, StringComparison.Ordinal);
        return approved == now || before.Zip(after, (b, a) => isRefund ? a >= b : a <= b).All(isCovered => isCovered);
    }

    private static bool IsOfBandwidth(string cost) => cost.StartsWith(PriceChange.BandwidthText, StringComparison.Ordinal);

    private static decimal? Read(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : null;
}
