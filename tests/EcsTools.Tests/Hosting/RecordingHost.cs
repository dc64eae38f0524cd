using System.Globalization;
using System.Management.Automation.Host;

namespace EcsTools.Tests.Hosting;

/// <summary>A host that shows nothing and remembers everything.</summary>
public sealed class RecordingHost : PSHost
{
    /// <inheritdoc/>
    public override string Name => "RecordingHost";

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override PSHostUserInterface UI => Records;

    /// <summary>What came to the user interface.</summary>
    public RecordingUserInterface Records { get; } = new();

    /// <summary>What <c>exit</c> said, or null.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <summary>How often a question was suspended.</summary>
    public int NestedPrompts { get; private set; }

    /// <summary>Is left at once, as by <c>exit</c>.</summary>
    public override void EnterNestedPrompt() => NestedPrompts++;

    /// <inheritdoc/>
    public override void ExitNestedPrompt()
    {
    }

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
