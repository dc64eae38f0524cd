namespace EcsTools.Internal;

/// <summary>One kind of question of one invocation, with the Yes to All or No to All that was given to it.</summary>
internal sealed class StandingAnswer
{
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Asks, unless an answer for all was given before. Enter means No.</summary>
    public bool Ask(Cmdlet cmdlet, string question, string caption) =>
        cmdlet.ShouldContinue(question, caption, hasSecurityImpact: true, ref _yesToAll, ref _noToAll);
}
