using System.Reflection;

namespace EcsTools.Tests.Hosting;

/// <summary>
/// Takes one object and stops what is upstream, as <c>Select-Object -First 1</c> does: that cmdlet comes with pwsh, not with the engine, and the
/// exception by which it does so is the engine's own.
/// </summary>
[Cmdlet(VerbsCommon.Select, "First")]
public sealed class SelectFirstCommand : Cmdlet
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        Type stop = typeof(PSObject).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
        throw (Exception)stop.GetConstructors(Any)[0].Invoke([this]);
    }
}
