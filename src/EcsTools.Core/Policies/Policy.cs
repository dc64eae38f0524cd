using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

using EcsTools.Model;

using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Policies;

/// <summary>
/// The rules of this machine and of this user (<c>ecstools.policy.json</c>). All rules that concern an operation count; deny beats every
/// switch. A file that cannot be read denies everything, so that breaking it does not lift it.
/// </summary>
public sealed class Policy
{
    /// <summary>The name of the files.</summary>
    public const string FileName = "ecstools.policy.json";

    private static readonly JsonSerializer Format = JsonSerializer.Create(new JsonSerializerSettings
    {
        Converters = { new StringEnumConverter() },
        MissingMemberHandling = MissingMemberHandling.Error,
        MaxDepth = 8,
    });

    private readonly IReadOnlyList<PolicyRule> _rules;

    private Policy(IReadOnlyList<PolicyRule> rules) => _rules = rules;

    /// <summary>Reads the rules of the machine and of the user.</summary>
    /// <returns>The policy; without files one that asks for nothing.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if a file cannot be read.</exception>
    public static Policy Read() => Read(DefaultFiles());

    /// <summary>Reads rules from files.</summary>
    /// <param name="files">The files; those that do not exist are left out.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if a file cannot be read.</exception>
    public static Policy Read(IEnumerable<string> files) => new([.. files.Where(File.Exists).SelectMany(ReadFile)]);

    /// <summary>The rules that concern an operation on a server.</summary>
    /// <param name="operation">The kind of operation or action.</param>
    /// <param name="instance">The server.</param>
    /// <returns>The rules, the most severe first.</returns>
    public IReadOnlyList<PolicyRule> For(string operation, EcsInstance instance) =>
        [.. _rules.Where(r => r.Concerns(operation, instance)).OrderByDescending(r => r.Effect)];

    private static IEnumerable<string> DefaultFiles()
    {
        string machine = RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "EcsTools")
            : "/etc/ecstools";
        yield return Path.Combine(machine, FileName);
        string user = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (user.Length > 0)
        {
            yield return Path.Combine(user, "EcsTools", FileName);
        }
    }

    private static IEnumerable<PolicyRule> ReadFile(string file)
    {
        try
        {
            using JsonTextReader reader = new(new StringReader(File.ReadAllText(file))) { MaxDepth = 8 };
            JObject content = JObject.Load(reader);
            if (content.Properties().Any(p => p.Name != "rules") || content["rules"] is not JArray rules)
            {
                throw new JsonException("It must hold one list called 'rules' and nothing else.");
            }

            return [.. rules.Select(rule => ReadRule(rule, file))];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EcsException(EcsErrorId.DeniedByPolicy, $"The policy file {file} cannot be read, so nothing is allowed: {error.Message}", error)
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Mend the file, or have its owner mend it.",
            };
        }
    }

    private static PolicyRule ReadRule(JToken token, string file)
    {
        if (token is not JObject rule || rule["effect"] is null)
        {
            throw new JsonException("Each rule must be an object with an 'effect': deny, confirm, requireBackup or requirePlan.");
        }

        PolicyRule read = rule.ToObject<PolicyRule>(Format)!;
        read.Source = file;
        return read;
    }
}
