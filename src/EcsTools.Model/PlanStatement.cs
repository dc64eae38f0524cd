using System.Globalization;
using System.Text;

namespace EcsTools.Model;

/// <summary>
/// Makes the text of a plan that is signed, checked and shown, from the object: a version line, then one value on a line in a fixed order.
/// Whatever a name holds, it can forge no line and show no text that is not there.
/// </summary>
internal static class PlanStatement
{
    /// <summary>The first line. A text with another one is another format, and its signatures are refused.</summary>
    public const string Version = "EcsTools plan, format 1";

    // Control and format characters, what is drawn as nothing, and what changes the order or shape of its neighbors. A table of our own:
    // the categories of runtimes differ, and with them the text.
    private static readonly (int First, int Last)[] Hidden =
    [
        (0x00, 0x1F), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891),
        (0x8E2, 0x8E2), (0x115F, 0x1160), (0x1680, 0x1680), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F),
        (0x2800, 0x2800), (0x3000, 0x3000), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF), (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1345F), (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>Writes the text.</summary>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Write(EcsPlan plan)
    {
        StringBuilder text = new(Version);
        text.Append('\n');
        foreach ((string name, string? value) in Lines(plan))
        {
            text.Append(name).Append(": ").Append(Escape(value ?? "")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes a value on one line.</summary>
    /// <returns>The value with a backslash before backslashes and <c>\u{...}</c> for what cannot be seen.</returns>
    public static string Escape(string value)
    {
        StringBuilder text = new(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            int code = value[i];
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                code = char.ConvertToUtf32(value[i], value[++i]);
            }

            if (code == '\\')
            {
                text.Append(@"\\");
            }
            else if (code != ' ' && (Array.Exists(Hidden, h => code >= h.First && code <= h.Last) || (code & 0xFFFE) == 0xFFFE))
            {
                text.Append(@"\u{").Append(code.ToString("X", CultureInfo.InvariantCulture)).Append('}');
            }
            else
            {
                text.Append(char.ConvertFromUtf32(code));
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, string? Value)> Lines(EcsPlan plan)
    {
        EcsInstance instance = plan.Instance;
        yield return ("Plan", plan.PlanId);
        yield return ("Operation", plan.Kind.ToString());
        yield return ("Server", instance.Name);
        yield return ("Server id", instance.Id);
        yield return ("Account", instance.Account);
        yield return ("Account key", instance.AccountKey);
        yield return ("Identity", instance.AccountIdentity);
        yield return ("Provider", instance.Cloud.ToString());
        yield return ("Region", instance.Region);
        yield return ("Image", instance.ImageId);
        yield return ("System disk", instance.SystemDiskId);
        foreach ((string, string?) line in Numbered("Step", plan.Steps)
            .Concat(Numbered("Lost", plan.Losses))
            .Concat(Numbered("Cost", plan.Costs))
            .Concat([("Backup", plan.Backup), ("Downtime", $"{plan.ExpectedDowntime.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s"), ("Afterwards", plan.EndState?.ToString())])
            .Concat(Numbered("Requirement", plan.Requirements.Select(r => $"{r.Outcome}, {r.Id}: {r.Detail}")))
            .Concat(Numbered("Option", plan.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"))))
        {
            yield return line;
        }

        yield return ("Created", Time(plan.CreatedAt));
        yield return ("Expires", plan.ExpiresAt is { } end ? Time(end) : "");
        yield return ("Fingerprint", plan.Fingerprint);
    }

    // With their number, so that none can be left out between two others; with the count, so that none can be at the end.
    private static IEnumerable<(string Name, string? Value)> Numbered(string name, IEnumerable<string> values)
    {
        string[] all = [.. values];
        return all.Length == 0
            ? [(name, "none")]
            : all.Select((value, i) => ($"{name} {(i + 1).ToString(CultureInfo.InvariantCulture)} of {all.Length.ToString(CultureInfo.InvariantCulture)}", (string?)value));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
