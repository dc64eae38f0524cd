using System.Collections;

using EcsTools.Internal;

namespace EcsTools.Completion;

/// <summary>Completes sizes: those that the server on the command line can be given, as far as these are known.</summary>
internal sealed class SizeCompleter : EcsCompleter
{
    private static readonly string[] ServerParameters = ["InputObject", "Name", "Id"];

    protected override IEnumerable<CompletionCandidate> Suggest(EcsSession session, IDictionary bound)
    {
        if (FindAccount(session, bound) is { } account && FindServer(session, bound) is { } server)
        {
            CompletionCache known = session.Known(account);
            Cloud.AskSizes(account, known, server);
            if (known.SizesOf(server) is { } possible)
            {
                return known[KnownKind.Size].All.Where(s => possible.Contains(s.Value, StringComparer.Ordinal)).OrderBy(s => s.Label, StringComparer.OrdinalIgnoreCase);
            }
        }

        return Known(session, bound, KnownKind.Size);
    }

    // None for a name that several servers have.
    private string? FindServer(EcsSession session, IDictionary bound)
    {
        string[] given = [.. ServerParameters.Select(p => bound[p]?.ToString()).OfType<string>()];
        string[] found = given.Length == 0
            ? []
            : [.. Known(session, bound, KnownKind.Instance).Where(i => given.Contains(i.Value, StringComparer.OrdinalIgnoreCase) || given.Contains(i.Label, StringComparer.OrdinalIgnoreCase)).Select(i => i.Value).Take(2)];
        return found.Length == 1 ? found[0] : null;
    }
}
