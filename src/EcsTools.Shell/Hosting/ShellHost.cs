using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace EcsTools.Shell.Hosting;

/// <summary>What the engine sees of this program.</summary>
/// <param name="userInterface">Its user interface.</param>
/// <param name="nestedPrompt">Shows a prompt inside a running command and returns when it ends.</param>
internal sealed class ShellHost(ShellUserInterface userInterface, Action nestedPrompt) : PSHost
{
    private int _nesting;
    private bool _leavesNested;

    /// <inheritdoc/>
    public override string Name => "EcsTools.Shell";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override PSHostUserInterface UI => userInterface;

    /// <summary>The same, as what it is.</summary>
    public ShellUserInterface Interface => userInterface;

    /// <summary>What <c>exit</c> said, or null if nobody said it.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>True if the present prompt must end.</summary>
    public bool ShouldExit => _nesting > 0 ? _leavesNested : ExitCode is not null;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
        if (_nesting > 0)
        {
            _leavesNested = true;
        }
        else
        {
            ExitCode = exitCode;
        }
    }

    /// <inheritdoc/>
    public override void EnterNestedPrompt()
    {
        _nesting++;
        try
        {
            nestedPrompt();
        }
        finally
        {
            _nesting--;
            _leavesNested = false;
        }
    }

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => _leavesNested = true;

    /// <inheritdoc/>
    public override void NotifyBeginApplication() => userInterface.EndProgress();

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
