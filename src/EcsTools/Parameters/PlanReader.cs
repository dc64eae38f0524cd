using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

using EcsTools.Model;

namespace EcsTools.Parameters;

/// <summary>
/// Reads a plan from what is left of it after a job, a file or JSON: a bag of properties or a dictionary. What is missing or of another
/// form is left empty; whether enough is left is for the command to say.
/// </summary>
internal static class PlanReader
{
    /// <summary>Reads a plan.</summary>
    /// <param name="given">An <see cref="EcsPlan"/>, or what is left of one.</param>
    /// <returns>The plan.</returns>
    public static EcsPlan Read(object? given)
    {
        if (Bare(given) is EcsPlan plan)
        {
            return plan;
        }

        object? instance = Value(given, nameof(EcsPlan.Instance));
        return new EcsPlan
        {
            PlanId = Text(given, nameof(EcsPlan.PlanId)),
            Kind = Text(given, nameof(EcsPlan.Kind)),
            Instance = new EcsInstance
            {
                Id = Text(instance, nameof(EcsInstance.Id)),
                Name = Text(instance, nameof(EcsInstance.Name)),
                Account = Text(instance, nameof(EcsInstance.Account)),
                AccountKey = Text(instance, nameof(EcsInstance.AccountKey)),
                Region = Text(instance, nameof(EcsInstance.Region)),
                ImageId = Text(instance, nameof(EcsInstance.ImageId)),
                OsName = Text(instance, nameof(EcsInstance.OsName)),
                SystemDiskId = Value(instance, nameof(EcsInstance.SystemDiskId))?.ToString(),
                KeyPairName = Value(instance, nameof(EcsInstance.KeyPairName))?.ToString(),
            },
            Steps = Texts(given, nameof(EcsPlan.Steps)),
            Requirements = [.. Items(given, nameof(EcsPlan.Requirements)).Select(ReadRequirement)],
            Losses = Texts(given, nameof(EcsPlan.Losses)),
            Costs = Texts(given, nameof(EcsPlan.Costs)),
            Backup = Text(given, nameof(EcsPlan.Backup)),
            ExpectedDowntime = Convert<TimeSpan>(Downtime(Value(given, nameof(EcsPlan.ExpectedDowntime)))),
            Fingerprint = Text(given, nameof(EcsPlan.Fingerprint)),
            Options = Pairs(Value(given, nameof(EcsPlan.Options))),
            CreatedAt = Convert<DateTimeOffset>(Value(given, nameof(EcsPlan.CreatedAt))),
        };
    }

    private static EcsRequirement ReadRequirement(object? given) => Bare(given) as EcsRequirement ?? new EcsRequirement(
        Text(given, nameof(EcsRequirement.Id)),
        Convert(Value(given, nameof(EcsRequirement.Outcome)), EcsRequirementOutcome.Unknown),
        Text(given, nameof(EcsRequirement.Detail)),
        Value(given, nameof(EcsRequirement.Remedy))?.ToString());

    private static object? Bare(object? given) => given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given;

    private static object? Value(object? given, string name) => Bare(given) switch
    {
        null => null,
        IDictionary dictionary => Bare(dictionary[name]),
        _ => Bare(PSObject.AsPSObject(given).Properties[name]?.Value),
    };

    private static string Text(object? given, string name) => Value(given, name)?.ToString() ?? "";

    private static string[] Texts(object? given, string name) => [.. Items(given, name).Select(i => i?.ToString() ?? "")];

    private static IEnumerable<object?> Items(object? given, string name) => Value(given, name) switch
    {
        null => [],
        string text => [text],
        IEnumerable list => list.Cast<object?>(),
        var single => [single],
    };

    private static Dictionary<string, string> Pairs(object? given)
    {
        IEnumerable<(string Name, object? Value)> pairs = given switch
        {
            null => [],
            IDictionary dictionary => dictionary.Keys.Cast<object>().Select(k => (k.ToString(), Bare(dictionary[k]))),
            _ => PSObject.AsPSObject(given).Properties.Where(p => p.MemberType == PSMemberTypes.NoteProperty).Select(p => (p.Name, Bare(p.Value))),
        };
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in pairs)
        {
            texts[name] = System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return texts;
    }

    // JSON has no time spans: an object with their parts stands for them.
    private static object? Downtime(object? given) =>
        given is not (TimeSpan or string) && Value(given, nameof(TimeSpan.Ticks)) is { } ticks ? TimeSpan.FromTicks(Convert<long>(ticks)) : given;

    private static T Convert<T>(object? given, T otherwise = default)
        where T : struct => given is not null && LanguagePrimitives.TryConvertTo(given, CultureInfo.InvariantCulture, out T value) ? value : otherwise;
}
