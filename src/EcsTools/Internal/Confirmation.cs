using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Reflection;

using EcsTools.Abstractions;
using EcsTools.Core.Policies;

namespace EcsTools.Internal;

/// <summary>
/// Everything that one invocation asks. A change is asked for where the engine would ask for it, but with No for Enter: its own
/// ShouldProcess, whose Enter means Yes, is called under <c>-WhatIf</c> and where it does not ask.
/// </summary>
internal sealed class Confirmation(EcsCmdlet cmdlet)
{
    private const string Caption = "Confirm";
    private readonly Lazy<ConfirmSettings> _settings = new(() => ConfirmSettings.Read(cmdlet, cmdlet.IsForced));
    private readonly StandingAnswer _changes = new();
    private readonly StandingAnswer _doubts = new();
    private readonly Dictionary<PolicyRule, StandingAnswer> _rules = [];

    /// <summary>True if nothing is done and only told.</summary>
    public bool WhatIf => _settings.Value.WhatIf;

    /// <summary>True if the user wants no questions: <c>-Confirm:$false</c>, <c>-Force</c> or <c>$ConfirmPreference</c> None.</summary>
    public bool IsSuppressed => _settings.Value.Threshold == ConfirmImpact.None;

    private ConfirmImpact OwnImpact => cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()!.ConfirmImpact;

    /// <summary>Tells whether a person is asked about a change.</summary>
    public bool Asks(ConfirmImpact impact) => !WhatIf && _settings.Value.Asks(impact);

    /// <summary>Asks for a change with a plan; under <c>-WhatIf</c> only says it.</summary>
    /// <param name="description">What will be done, for <c>-WhatIf</c> and verbose.</param>
    public bool Ask(string description, string question, ConfirmImpact impact)
    {
        if (Asks(impact))
        {
            return AskChange(question);
        }

        // ShouldProcess goes by the command's own impact and knows nothing of -Force: it would ask, and Enter would mean Yes.
        if (!WhatIf && (cmdlet.IsForced || Asks(OwnImpact)))
        {
            cmdlet.WriteVerbose(description);
            return true;
        }

        return cmdlet.ShouldProcess(Display.Text(description), Display.Text(question), Caption);
    }

    /// <summary>Says something under <c>-WhatIf</c> that is about several changes.</summary>
    public void Tell(string description) => cmdlet.ShouldProcess(Display.Text(description), Display.Text(description), Caption);

    /// <summary>Asks for a change without a plan; under <c>-WhatIf</c> only says it.</summary>
    public bool Ask(string target, string action) => Asks(OwnImpact)
        ? AskChange($"Are you sure you want to perform this action?\nPerforming the operation \"{Display.Line(action)}\" on target \"{Display.Line(target)}\".")
        : cmdlet.ShouldProcess(Display.Line(target), Display.Line(action));

    /// <summary>Asks once for many changes together, whatever the impact of each; an answer for all holds for each of them too.</summary>
    public bool AskForMany(string question) => AskChange(question);

    /// <summary>Asks whether to continue although something could not be checked.</summary>
    public bool AskDespiteDoubt(string question, IEnumerable<string> ids) => Asking(
        () => _doubts.Ask(cmdlet, Fit(question), Caption), $"To continue without a prompt, specify -IgnoreRequirement {string.Join(", ", ids)}.");

    /// <summary>Asks what a rule of a policy wants asked. No switch answers that, and no answer to another rule.</summary>
    public bool AskForRule(PolicyRule rule, string question)
    {
        if (!_rules.TryGetValue(rule, out StandingAnswer? answer))
        {
            _rules.Add(rule, answer = new StandingAnswer());
        }

        return Asking(() => answer.Ask(cmdlet, Fit(question), "Policy"), "Run the command in an interactive session. No parameter answers this question.");
    }

    /// <summary>Has a person choose; the last choice is what Enter gives, and should do nothing.</summary>
    /// <param name="instead">How to do without the question.</param>
    public int Choose(string caption, string question, IReadOnlyList<ChoiceDescription> choices, string instead) => Asking(
        () => cmdlet.Host.UI.PromptForChoice(caption, Fit(question), new Collection<ChoiceDescription>([.. choices]), choices.Count - 1), instead);

    private bool AskChange(string question) => Asking(
        () => _changes.Ask(cmdlet, Fit(question), Caption), "To continue without a prompt, specify -Confirm:$false.");

    private string Fit(string question) => WordWrap.Fit(Display.Text(question), HostCapabilities.Width(cmdlet.Host));

    private T Asking<T>(Func<T> ask, string instead)
    {
        try
        {
            return ask();
        }
        catch (Exception error) when (error is HostException or NotImplementedException or PSInvalidOperationException or NullReferenceException)
        {
            // A null reference is how pwsh's own host ends when its standard input has come to its end.
            cmdlet.Fail(new EcsException(EcsErrorId.ConfirmationNotPossible, "Confirmation is required, but this session is not interactive.", error)
            {
                RecommendedAction = instead,
                WasNotCarriedOut = true,
            });
            throw;
        }
    }
}
