using System.ComponentModel;

using EcsTools.Core.Accounts;
using EcsTools.Internal;

namespace EcsTools.Abstractions;

/// <summary>
/// A cmdlet that takes running servers away from those who use them. Where a name with wildcards or very many servers are given it asks
/// once, with their number, and sends nothing until that is answered.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsInterruptingCmdlet : EcsPowerActionCmdlet
{
    private const int NamedServers = 10;
    private readonly List<(ConnectedAccount Account, IReadOnlyList<EcsInstance> Due)> _kept = [];

    private protected EcsInterruptingCmdlet()
    {
    }

    /// <summary>For more servers than this, it is asked once with their number, as it is for every name with wildcards.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int AskAbove { get; set; } = 10;

    // How many there are is known only when all have come, so they are kept unless nobody wants to be asked.
    private protected sealed override void Take(ConnectedAccount account, IReadOnlyList<EcsInstance> due)
    {
        if (Confirmation.WhatIf || Confirmation.IsSuppressed)
        {
            Send(account, due);
        }
        else
        {
            _kept.Add((account, due));
        }
    }

    private protected sealed override void TakeKept()
    {
        EcsInstance[] all = [.. _kept.SelectMany(k => k.Due)];
        if (all.Length == 0 || ((HasWildcards || all.Length > AskAbove) && !Confirmation.AskForMany(Question(all))))
        {
            return;
        }

        foreach ((ConnectedAccount account, IReadOnlyList<EcsInstance> due) in _kept)
        {
            // One account that cannot be reached is no reason to leave the servers of the others alone.
            WorkOn(account.Info, () => Send(account, due));
        }
    }

    private string Question(IReadOnlyCollection<EcsInstance> all) => string.Join(
        "\n",
        all.GroupBy(i => (i.Account, i.Region))
            .Select(g => $"Account {g.Key.Account}, {g.Key.Region}: {ServerNames.Shorten([.. g], NamedServers)}")
            .Append($"Perform the operation \"{Action}\" on {(all.Count == 1 ? "this server" : $"these {all.Count} servers")}?"));
}
