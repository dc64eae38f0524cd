using System.Collections;
using System.Management.Automation.Host;

namespace EcsTools.Internal;

/// <summary>
/// A warning that a cmdlet has to give when it is ended in the middle. In a pipeline that is being stopped the engine takes no more records, so
/// that there it goes to the host and to <c>-WarningVariable</c> by hand.
/// </summary>
internal sealed class LastWarning(PSCmdlet cmdlet)
{
    /// <summary>Writes the warning, as <c>-WarningAction</c> and <c>$WarningPreference</c> have it.</summary>
    public void Write(string message)
    {
        message = Display.Text(message);
        if (!cmdlet.Stopping && TryWriteToPipeline(message))
        {
            return;
        }

        if (Preference() == ActionPreference.Ignore)
        {
            return;
        }

        if (cmdlet.MyInvocation.BoundParameters.TryGetValue("WarningVariable", out object? name)
            && cmdlet.SessionState.PSVariable.GetValue(name.ToString().TrimStart('+')) is IList list)
        {
            list.Add(new WarningRecord(message));
        }

        if (Preference() != ActionPreference.SilentlyContinue)
        {
            WriteToHost(message);
        }
    }

    private bool TryWriteToPipeline(string message)
    {
        try
        {
            cmdlet.WriteWarning(message);
            return true;
        }
        catch (Exception error) when (error is PipelineStoppedException or InvalidOperationException)
        {
            // Stopped just now, or no longer the cmdlet's turn to write.
            return false;
        }
    }

    private void WriteToHost(string message)
    {
        try
        {
            cmdlet.Host.UI?.WriteWarningLine(message);
        }
        catch (Exception error) when (error is HostException or NotImplementedException)
        {
            // A host that shows nothing.
            return;
        }
    }

    private ActionPreference Preference()
    {
        object? preference = cmdlet.MyInvocation.BoundParameters.TryGetValue("WarningAction", out object? given)
            ? given
            : cmdlet.GetVariableValue("WarningPreference");
        return LanguagePrimitives.TryConvertTo(preference, out ActionPreference action) ? action : ActionPreference.Continue;
    }
}
