using System.Text;

using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

using Newtonsoft.Json;

namespace EcsTools.Core.Policies;

/// <summary>
/// Reads one policy file, to its last byte and word. Whatever in it is not understood makes it unreadable, since a rule that is misspelt
/// would be believed to be in force.
/// </summary>
internal sealed class PolicyFile
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly Dictionary<string, PolicyEffect> Effects = new(StringComparer.OrdinalIgnoreCase)
    {
        ["deny"] = PolicyEffect.Deny,
        ["confirm"] = PolicyEffect.Confirm,
        ["requireBackup"] = PolicyEffect.RequireBackup,
        ["requirePlan"] = PolicyEffect.RequirePlan,
        ["requireApproval"] = PolicyEffect.RequireApproval,
    };

    private PolicyFile()
    {
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; private init; } = [];

    /// <summary>Who may approve plans, as lines of an <c>allowed_signers</c> file.</summary>
    public IReadOnlyList<string> Approvers { get; private init; } = [];

    /// <summary>Keys whose signatures do not count any longer.</summary>
    public IReadOnlyList<string> RevokedKeys { get; private init; } = [];

    /// <summary>True if whoever runs a plan may have approved it; null if the file does not say.</summary>
    public bool? AllowsSelfApproval { get; private init; }

    /// <summary>Reads a file.</summary>
    /// <returns>What is in it, or null if there is none.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if it cannot be read.</exception>
    public static PolicyFile? Read(string path)
    {
        try
        {
            return ReadText(path) is { } text ? Parse(text, path) : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or NotSupportedException or DecoderFallbackException)
        {
            throw new EcsException(EcsErrorId.DeniedByPolicy, $"Cannot read policy file {path}; all changes are denied: {error.Message}", error)
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Fix the file, or contact its owner.",
            };
        }
    }

    // What is there and cannot be opened must not pass for nothing: File.Exists says false of both.
    private static string? ReadText(string path)
    {
        try
        {
            // A byte order mark is no part of the text; whatever else is not UTF-8 makes the file unreadable.
            using StreamReader reader = new(new MemoryStream(RegularFile.Read(path, MaxBytes)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return IsLink(path) ? throw new IOException("It is a link to a file that does not exist.", error) : null;
        }
    }

    private static bool IsLink(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static PolicyFile Parse(string text, string path)
    {
        using JsonTextReader reader = new(new StringReader(text)) { MaxDepth = 8, DateParseHandling = DateParseHandling.None };
        JObject content = JObject.Load(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.Comment)
            {
                throw new JsonException("The object is followed by further data.");
            }
        }

        RefuseUnknown(content, "rules", "approvers", "revokedKeys", "allowSelfApproval");
        return new PolicyFile
        {
            Rules = Find(content, "rules") is JArray rules
                ? [.. rules.Select(rule => ReadRule(rule as JObject ?? throw new JsonException("Each rule must be an object."), path))]
                : throw new JsonException("It must contain a list 'rules'."),
            Approvers = ReadLines(content, "approvers"),
            RevokedKeys = ReadLines(content, "revokedKeys"),
            AllowsSelfApproval = Find(content, "allowSelfApproval") switch
            {
                null => null,
                JValue { Type: JTokenType.Boolean } flag => (bool)flag,
                _ => throw new JsonException("'allowSelfApproval' must be true or false."),
            },
        };
    }

    private static PolicyRule ReadRule(JObject json, string path)
    {
        RefuseUnknown(json, "effect", "operation", "account", "provider", "project", "name", "tag", "approvals", "reason");
        string word = ReadText(json, "effect") ?? throw new JsonException($"Each rule must have an 'effect': {string.Join(", ", Effects.Keys)}.");
        PolicyRule rule = new()
        {
            Effect = Effects.TryGetValue(word, out PolicyEffect effect) ? effect : throw new JsonException($"Unknown effect '{word}'. Valid effects: {string.Join(", ", Effects.Keys)}."),
            Operation = ReadText(json, "operation"),
            Account = ReadText(json, "account"),
            Provider = ReadText(json, "provider"),
            Project = ReadText(json, "project"),
            Name = ReadText(json, "name"),
            Tag = ReadText(json, "tag"),
            Approvals = Find(json, "approvals") switch
            {
                null => 1,
                JValue { Type: JTokenType.Integer, Value: long and > 0 and <= 100 and var count } => (int)count,
                _ => throw new JsonException("'approvals' must be a number from 1 to 100."),
            },
            Reason = ReadText(json, "reason"),
            Source = path,
        };
        Check(rule, Find(json, "approvals") is not null);
        return rule;
    }

    private static void Check(PolicyRule rule, bool namesApprovals)
    {
        RefuseMissing("operation", rule.Operation, PolicyOperations.All);
        RefuseMissing("provider", rule.Provider, Enum.GetNames(typeof(EcsCloud)));
        if (rule.Tag?.StartsWith("=", StringComparison.Ordinal) == true)
        {
            throw new JsonException($"The tag '{rule.Tag}' has no key.");
        }

        if (namesApprovals && rule.Effect != PolicyEffect.RequireApproval)
        {
            throw new JsonException("'approvals' belongs to the effect requireApproval.");
        }

        // Nothing could meet such a rule, and nothing would be refused by it either.
        if (rule is { Operation: { } operation, Effect: PolicyEffect.RequireBackup or PolicyEffect.RequirePlan or PolicyEffect.RequireApproval }
            && !PolicyOperations.All.Any(o => PolicyOperations.IsPlanned(o) && TextPattern.FitsWildcards(operation, o)))
        {
            throw new JsonException($"'{operation}' has neither a plan nor a backup; the effects for it are deny and confirm.");
        }
    }

    private static void RefuseMissing(string property, string? pattern, IEnumerable<string> names)
    {
        if (pattern is not null && !names.Any(n => TextPattern.FitsWildcards(pattern, n)))
        {
            throw new JsonException($"Unknown {property} '{pattern}'. Valid names: {string.Join(", ", names)}.");
        }
    }

    private static void RefuseUnknown(JObject json, params string[] names)
    {
        foreach (JProperty property in json.Properties())
        {
            if (!names.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            {
                throw new JsonException($"Unknown property '{property.Name}'. Valid properties: {string.Join(", ", names)}.");
            }
        }

        if (json.Properties().GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            throw new JsonException($"The property '{twice.Key}' occurs more than once.");
        }
    }

    private static JToken? Find(JObject json, string name) => json.GetValue(name, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<string> ReadLines(JObject json, string name) => Find(json, name) switch
    {
        null => [],
        JArray lines => [.. lines.Select(l => Text(l, name))],
        _ => throw new JsonException($"'{name}' must be a list of lines."),
    };

    private static string? ReadText(JObject json, string name) => Find(json, name) is { } token ? Text(token, name) : null;

    private static string Text(JToken token, string name) => token is JValue { Type: JTokenType.String, Value: string text } && text.Trim().Length > 0
        ? text
        : throw new JsonException($"'{name}' must be a text that is not empty.");
}
