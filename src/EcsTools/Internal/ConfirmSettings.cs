namespace EcsTools.Internal;

/// <summary>
/// What the engine's ShouldProcess goes by, which does not say whether it would ask: the switches of the invocation and the preferences
/// as its caller's scope has them. Read once, as the engine does.
/// </summary>
/// <param name="WhatIf">True if nothing is done and only told.</param>
/// <param name="Threshold">The impact from which on a person is asked; <see cref="ConfirmImpact.None"/> if never.</param>
internal sealed record ConfirmSettings(bool WhatIf, ConfirmImpact Threshold)
{
    // Up to PowerShell 7.5, Windows PowerShell among them, -Debug asks as -Confirm does.
    private static readonly bool DebugAsks = typeof(PSObject).Assembly.GetName().Version < new Version(7, 6);

    /// <summary>Reads them.</summary>
    /// <param name="force">True if the command was given <c>-Force</c>, which stands for <c>-Confirm:$false</c>.</param>
    public static ConfirmSettings Read(PSCmdlet cmdlet, bool force) => new(
        Switch(cmdlet, "WhatIf") ?? (LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue("WhatIfPreference"), out bool whatIf) && whatIf),
        FindThreshold(cmdlet, Switch(cmdlet, "Confirm") ?? (force ? false : null)));

    /// <summary>Tells whether a person is asked about a change.</summary>
    public bool Asks(ConfirmImpact impact) => Threshold != ConfirmImpact.None && impact >= Threshold;

    private static ConfirmImpact FindThreshold(PSCmdlet cmdlet, bool? confirm) => confirm switch
    {
        true => ConfirmImpact.Low,
        false => ConfirmImpact.None,
        null when DebugAsks && Switch(cmdlet, "Debug") == true => ConfirmImpact.Low,
        null => ToImpact(cmdlet.GetVariableValue("ConfirmPreference")),
    };

    // The engine parses text, takes an enum or a number as it is, and has High for everything else, also where there is no variable.
    private static ConfirmImpact ToImpact(object? preference)
    {
        object? value = preference is PSObject wrapped ? wrapped.BaseObject : preference;
        return value switch
        {
            ConfirmImpact impact => impact,
            int number => (ConfirmImpact)number,
            string text when Enum.TryParse(text, ignoreCase: true, out ConfirmImpact impact) => impact,
            _ => ConfirmImpact.High,
        };
    }

    private static bool? Switch(PSCmdlet cmdlet, string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? given) ? LanguagePrimitives.IsTrue(given) : null;
}
