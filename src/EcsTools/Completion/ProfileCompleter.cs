using System.Collections;

using EcsTools.Core.Accounts;
using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes profiles of the clouds' own tools, as Get-EcsAccount -ListAvailable finds them in files on this machine.</summary>
internal sealed class ProfileCompleter : EcsCompleter
{
    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound) =>
        from found in AccountRegistry.ListAvailable(Directory.GetCurrentDirectory())
        where found.Profile is not null
        select new CompletionCandidate(found.Profile!, found.Profile!, $"{found.Cloud}, {found.Method}, {found.Problem ?? found.Region ?? found.Source}");
}
