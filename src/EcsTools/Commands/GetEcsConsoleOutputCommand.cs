using System.Text.RegularExpressions;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Core.Auditing;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Guests;

namespace EcsTools.Commands;

/// <summary>Gets what servers have written to their consoles, a picture of a screen, or an address at which a console can be used.</summary>
[Cmdlet(VerbsCommon.Get, "EcsConsoleOutput", DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsConsoleOutput), typeof(EcsConsoleAddress), typeof(EcsScreenshot))]
public sealed class GetEcsConsoleOutputCommand : EcsInstanceCmdlet
{
    private readonly List<(ConnectedAccount Account, EcsInstance Instance)> _single = [];
    private Regex? _pattern;

    /// <summary>How many of the last lines to get.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Tail { get; set; }

    /// <summary>The regular expression to wait for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Wait { get; set; }

    /// <summary>Goes on with what is written from now on.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>How many seconds to wait or to follow.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 600;

    /// <summary>The new file to which a picture of the screen is written.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ScreenshotPath { get; set; }

    /// <summary>Gets an address at which the console can be used.</summary>
    [Parameter]
    public SwitchParameter Address { get; set; }

    private int? Lines => IsGiven(nameof(Tail)) ? Tail : null;

    // A stream of several servers, and a picture of several, would leave open which is which.
    private bool TakesOne => Follow || ScreenshotPath is not null;

    private protected override void Begin()
    {
        string[] ofText = [.. new[] { nameof(Tail), nameof(Wait), nameof(Follow), nameof(Timeout) }.Where(IsGiven)];
        if (Address && ScreenshotPath is not null)
        {
            Fail(InputErrors.Create("-Address and -ScreenshotPath cannot be combined.", "Specify only one of them."));
        }

        if ((Address || ScreenshotPath is not null) && ofText.Length > 0)
        {
            Fail(InputErrors.Create($"-{ofText[0]} concerns the text of the console.", $"Omit -{ofText[0]}, or omit {(Address ? "-Address" : "-ScreenshotPath")}."));
        }

        if (IsGiven(nameof(Timeout)) && Wait is null && !Follow)
        {
            Fail(InputErrors.Create("-Timeout has no effect without -Wait or -Follow.", "Specify -Wait or -Follow, or omit -Timeout."));
        }

        try
        {
            _pattern = Wait is null ? null : new Regex(Wait, RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant, TextPattern.Limit);
        }
        catch (ArgumentException error)
        {
            Fail(InputErrors.Create($"-Wait is not a regular expression: {error.Message}", "To search for a text as it is, escape it: [regex]::Escape($text).", inner: error));
        }

        base.Begin();
    }

    private protected override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        if (TakesOne)
        {
            _single.AddRange(instances.Select(i => (account, i)));
            return;
        }

        if (Address)
        {
            foreach (EcsInstance instance in instances)
            {
                WorkOn(instance, () => WriteObject(OpenConsole(account, instance)));
            }

            return;
        }

        ReadAll(account, instances);
    }

    private protected override void End()
    {
        base.End();
        if (_single.Count > 1)
        {
            Fail(InputErrors.Create(
                $"-{(Follow ? nameof(Follow) : nameof(ScreenshotPath))} takes one server, and {_single.Count} are specified: {string.Join(", ", _single.Select(s => s.Instance))}.",
                "Specify one server."));
        }

        foreach ((ConnectedAccount account, EcsInstance instance) in _single)
        {
            WorkOn(instance, () =>
            {
                if (ScreenshotPath is not null)
                {
                    string path = ResolvePath(ScreenshotPath);
                    WriteObject(Run(token => GuestConsole.CaptureAsync(account, instance, path, token)));
                }
                else
                {
                    TimeSpan? timeout = _pattern is not null || IsGiven(nameof(Timeout)) ? TimeSpan.FromSeconds(Timeout) : null;
                    Run(token => GuestConsole.FollowAsync(account, instance, _pattern, Lines, timeout, output => Post(() => WriteObject(output)), token));
                }
            });
        }
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private void ReadAll(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        Board.Begin("Reading consoles", instances.Count);
        Run(token => GuestConsole.ReadEachAsync(account, instances, _pattern, Lines, TimeSpan.FromSeconds(Timeout), OnText, OnError, token));
    }

    private void OnText(EcsInstance instance, EcsConsoleOutput output) => Post(() =>
    {
        Board.CountDone();
        if (output.Text.Length == 0)
        {
            WriteWarning($"{instance}: the console output is empty. A Linux guest writes to it only with console=ttyS0 on its kernel's command line; a Windows guest does not.");
        }

        WriteObject(output);
    });

    private void OnError(EcsInstance instance, EcsException error) => Post(() =>
    {
        Board.CountDone();
        WriteError(error, instance);
    });

    // Who has the address has the console: it is recorded that it was handed out, as for a password, and nothing of the address.
    private EcsConsoleAddress OpenConsole(ConnectedAccount account, EcsInstance instance) => Audit.Around(
        account,
        new AuditEvent { Kind = EcsAuditKind.ConsoleAccess, Operation = nameof(EcsAuditKind.ConsoleAccess), Instance = instance },
        () => Run(token => GuestConsole.OpenAsync(account, instance, token)));
}
