using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes regions: those of the open accounts, and what Get-EcsRegion has shown; of one cloud only where the command line names it.</summary>
internal sealed class RegionCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        from account in session.Accounts.All
        where bound["Cloud"] is not { } cloud || string.Equals(account.Info.Cloud.ToString(), cloud.ToString(), StringComparison.OrdinalIgnoreCase)
        from region in session.Known(account)[KnownKind.Region].All.Append(new CompletionCandidate(account.Info.Region, account.Info.Region, $"{account.Info.Cloud}, {account.Info.Name}"))
        orderby region.Value
        select region;
}
