using EcsTools.Abstractions;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Reports;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Writes plans and operations into one file that people read: a page, or Markdown for a pull request. Nothing is sent.</summary>
[Cmdlet(VerbsData.Export, "EcsReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportEcsReportCommand : EcsCmdlet
{
    private readonly List<EcsPlan> _plans = [];
    private readonly List<EcsOperation> _operations = [];
    private string _path = "";

    /// <summary>The file: its extension decides, .html or .md.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Plans and operations; also from files and jobs.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>The heading.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Report";

    /// <summary>Does not overwrite a file that exists.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes the file as an object.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin()
    {
        _path = ResolvePath(Path);
        _ = FindFormat(_path);
        if (NoClobber && (File.Exists(_path) || Directory.Exists(_path)))
        {
            throw InputErrors.Create($"{_path} exists.", "Specify another file, or omit -NoClobber.");
        }
    }

    private protected override void Process()
    {
        foreach (PSObject? item in InputObject ?? [])
        {
            WorkOn(item, () => Add(item));
        }
    }

    private protected override void End()
    {
        if (_plans.Count + _operations.Count == 0)
        {
            throw InputErrors.Create("There is nothing to report.", "Pipe plans (-PlanOnly) or operations (Get-EcsOperation) to this command.");
        }

        if (!Confirmation.Ask(_path, "Write report"))
        {
            return;
        }

        new Report(Title, DateTimeOffset.UtcNow, _plans, _operations).Save(_path, FindFormat(_path));
        if (PassThru)
        {
            WriteObject(new FileInfo(_path));
        }
    }

    // Not kept in a field: the engine reads this type at import, and Core is loaded when a command runs.
    private static ReportFormat FindFormat(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".html" or ".htm" => ReportFormat.Html,
        ".md" or ".markdown" => ReportFormat.Markdown,
        var other => throw InputErrors.Create($"A report cannot be written as '{other}'.", "Specify a file that ends with .html or .md."),
    };

    private void Add(PSObject? item)
    {
        if (item?.BaseObject is EcsPlan || IsBag(item, nameof(EcsPlan.PlanId), nameof(EcsPlan.Requirements)))
        {
            _plans.Add(PropertyBagReader.Read<EcsPlan>(item));
        }
        else if (item?.BaseObject is EcsOperation || IsBag(item, nameof(EcsOperation.OperationId), nameof(EcsOperation.State)))
        {
            _operations.Add(PropertyBagReader.Read<EcsOperation>(item));
        }
        else
        {
            throw InputErrors.Create($"'{item}' is neither a plan nor an operation.", "Pipe plans (-PlanOnly) or operations (Get-EcsOperation) to this command.");
        }
    }

    // What a file or a job has left of one.
    private static bool IsBag(PSObject? item, params string[] names) => item is not null && Array.TrueForAll(names, n => item.Properties[n] is not null);
}
