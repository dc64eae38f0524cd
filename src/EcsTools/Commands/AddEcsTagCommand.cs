using System.Collections;
using System.Globalization;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Policies;

namespace EcsTools.Commands;

/// <summary>Sets tags of servers, disks, images and snapshots.</summary>
[Cmdlet(VerbsCommon.Add, "EcsTag", SupportsShouldProcess = true)]
[OutputType(typeof(EcsInstance), typeof(EcsDisk), typeof(EcsImage), typeof(EcsSnapshot))]
public sealed class AddEcsTagCommand : EcsTagCmdlet
{
    private TagChange? _wanted;

    /// <summary>Keys with their values.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TagCompleter))]
    public IDictionary Tag { get; set; } = new Hashtable();

    private protected override TagChange Wanted => _wanted!;

    private protected override string Operation => PolicyOperations.TagAdd;

    private protected override void Begin()
    {
        Dictionary<string, string> tags = [];
        foreach (DictionaryEntry entry in Tag)
        {
            string key = Text(entry.Key);
            if (tags.ContainsKey(key))
            {
                Fail(InputErrors.Create($"The key '{key}' is specified twice.", "Specify each key once."));
            }

            tags.Add(key, Text(entry.Value));
        }

        _wanted = TagChange.Add(tags);
    }

    private static string Text(object? value) => Convert.ToString(value is PSObject wrapped ? wrapped.BaseObject : value, CultureInfo.InvariantCulture) ?? "";
}
