using System.Globalization;
using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

using Newtonsoft.Json;

namespace EcsTools.Core.Http;

/// <summary>
/// Describes requests for who looks for a fault. Headers, which hold tokens and signatures, are left out, and of parameters only those are
/// shown whose names say that they are ids, numbers and choices: what is not known to be harmless, such as a password or user data, is a star.
/// </summary>
internal static class RequestText
{
    private const string Hidden = "*";
    private const int LongestValue = 200;
    private static readonly string[] RequestIdHeaders = ["x-acs-request-id", "x-request-id", "x-openstack-request-id", "x-compute-request-id", "x-iam-trace-id"];

    // An access key's id is no secret, and yet nothing for a log.
    private static readonly Regex Id = new("^(?i:(?!.*(access_?key|token|secret|passw|credential)))(.*[a-z0-9]Ids?|(.*_)?(id|ids|uuid))$", RegexOptions.CultureInvariant, TextPattern.Limit);

    // What they hold is named by users, or is a token whatever it is called.
    private static readonly HashSet<string> HiddenWhole = new(StringComparer.OrdinalIgnoreCase) { "metadata", "tags", "server_tags", "sysTags", "properties", "token" };

    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "Action", "AdditionalAttributes", "Version", "Format", "limit", "offset", "marker", "PageNumber", "PageSize", "MaxResults", "start", "page", "size", "Status", "type",
        "InstanceName", "DiskName", "ImageName", "SnapshotName", "KeyPairName", "KeyPairNames", "key_name", "InstanceType", "InstanceTypes", "flavorRef", "flavor", "imageRef", "Category",
        "DiskType", "DiskCategory", "SystemDiskCategory", "volume_type", "NewSize", "new_size", "ChargeType", "InstanceChargeType", "InternetChargeType", "Period", "PeriodUnit",
        "ForceStop", "StoppedMode", "DryRun", "AutoPay", "Force", "delete_publicip", "delete_volume", "detail", "is_auto_pay", "is_auto_renew", "protected",
        "availability_zone", "not-tags", "Encrypted", "DeletionProtection", "ResourceType", "DestinationResource", "OSType", "visibility", "deleted",
    };

    /// <summary>Describes a request and what came of it.</summary>
    /// <param name="outcome">The status and the like.</param>
    /// <param name="time">How long it took.</param>
    public static string Describe(CloudRequest call, string outcome, TimeSpan time) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}: {1} {2}{3}{4} -> {5}, {6:0} ms",
        call.Operation,
        call.Method,
        call.Uri.GetLeftPart(UriPartial.Path),
        call.Uri.Query.Length > 1 ? "?" + Form(call.Uri.Query.Substring(1)) : "",
        call.Body is { Length: > 0 } body ? " " + Body(body) : "",
        outcome,
        time.TotalMilliseconds);

    /// <summary>The status of a response, with the id by which the provider finds the request.</summary>
    public static string Outcome(CloudResponse response) =>
        RequestIdHeaders.Select(response.Header).FirstOrDefault(id => !string.IsNullOrEmpty(id)) is { } id ? $"HTTP {response.Status}, RequestId {id}" : $"HTTP {response.Status}";

    private static string Body(string body)
    {
        if (body[0] != '{')
        {
            return Hidden;
        }

        try
        {
            return Show(JsonParser.ParseObject(body), "").ToString(Formatting.None);
        }
        catch (JsonException)
        {
            return Hidden;
        }
    }

    private static string Form(string pairs) => string.Join("&", pairs.Split('&').Select(pair =>
    {
        string[] parts = pair.Split(['='], 2);
        string name = Uri.UnescapeDataString(parts[0]);
        return parts.Length < 2 ? name : $"{name}={(IsHarmless(name) || name == "name" ? Cut(Uri.UnescapeDataString(parts[1].Replace('+', ' '))) : Hidden)}";
    }));

    private static JToken Show(JToken token, string name) => token switch
    {
        JContainer when HiddenWhole.Contains(name) => Hidden,
        JObject pairs => new JObject(pairs.Properties().Select(p => new JProperty(p.Name, Show(p.Value, p.Name)))),
        JArray items => new JArray(items.Select(i => Show(i, name))),
        JValue { Type: JTokenType.Boolean or JTokenType.Null } => token,
        _ => IsHarmless(name) ? Cut(token.ToString()) : Hidden,
    };

    // Of a numbered parameter, such as Disk.1.Category, the last word.
    private static bool IsHarmless(string name)
    {
        string word = name.Split('.').LastOrDefault(p => !p.All(char.IsDigit)) ?? "";
        return Harmless.Contains(word) || Id.IsMatch(word);
    }

    private static string Cut(string value) => value.Length <= LongestValue ? value : value.Substring(0, LongestValue) + "\u2026";
}
