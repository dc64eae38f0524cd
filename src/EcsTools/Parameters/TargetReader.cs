using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Listing;

namespace EcsTools.Parameters;

/// <summary>Reads the servers that identities of one account mean, freshly and with few calls however many there are.</summary>
internal static class TargetReader
{
    /// <summary>Reads the servers.</summary>
    /// <param name="asSeen">Whether an object's server must still have the name it had when the object was read.</param>
    /// <returns>The servers, each once, in the order given; and what was not found, as errors with their targets.</returns>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public static async Task<TargetReadResult> ReadAsync(
        ConnectedAccount account, IReadOnlyList<EcsInstanceIdentity> identities, bool wildcards, bool asSeen, CancellationToken cancellation)
    {
        string[] ids = [.. identities.Select(PossibleId).OfType<string>().Distinct(StringComparer.Ordinal)];
        IReadOnlyDictionary<string, EcsInstance> byId = await InstanceLookup.FindByIdAsync(account, ids, cancellation).ConfigureAwait(false);
        string[] names =
        [
            .. identities.Where(i => PossibleId(i) is not { } id || !byId.ContainsKey(id)).Select(i => i.Name ?? i.Text).OfType<string>()
                .Where(n => wildcards || n.IndexOfAny(['*', '?']) < 0).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        IReadOnlyList<EcsInstance> byName = names.Length == 0
            ? []
            : await InstanceLookup.FindByNameAsync(account, names, cancellation).ConfigureAwait(false);

        List<EcsInstance> found = [];
        List<(EcsException Error, object? Target)> errors = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (EcsInstanceIdentity identity in identities)
        {
            try
            {
                EcsInstance[] chosen = [.. Choose(account, identity, byId, byName, wildcards)];
                if (asSeen)
                {
                    RefuseRenamed(identity, chosen);
                }

                found.AddRange(chosen.Where(i => seen.Add(i.Id)));
            }
            catch (EcsException error)
            {
                errors.Add((error, identity.Given));
            }
        }

        return new TargetReadResult(found, errors);
    }

    private static IEnumerable<EcsInstance> Choose(
        ConnectedAccount account,
        EcsInstanceIdentity identity,
        IReadOnlyDictionary<string, EcsInstance> byId,
        IReadOnlyList<EcsInstance> byName,
        bool wildcards)
    {
        if (PossibleId(identity) is { } id && byId.TryGetValue(id, out EcsInstance? instance))
        {
            return [instance];
        }

        if ((identity.Name ?? identity.Text) is not { } name)
        {
            throw NotFound(account, $"the ID {identity.Id}", identity.Id);
        }

        // Brackets may be part of a name: what is spelled so is meant before anything that it fits.
        EcsInstance[] spelled = [.. byName.Where(i => i.Name == name)];
        bool isPattern = NamePattern.HasWildcards(name) && spelled.Length == 0;
        if (isPattern && !wildcards)
        {
            throw InputErrors.Create(
                $"Wildcards are not supported by this cmdlet: '{name}'.",
                "Pipe the servers instead: run Get-EcsInstance -Name with the pattern, and pipe its output to this cmdlet.");
        }

        InstanceQuery query = new() { Names = [name] };
        EcsInstance[] hits = [.. byName.Where(query.Matches)];
        if (spelled.Length > 0)
        {
            hits = spelled;
        }
        else if (!isPattern && hits.Where(h => h.Name == NamePattern.Unescape(name)).ToArray() is { Length: > 0 } exact)
        {
            // Who writes it letter by letter does not mean the one that differs in case.
            hits = exact;
        }

        return hits.Length switch
        {
            1 => hits,
            _ when isPattern => hits,
            0 => throw NotFound(account, identity.Name is null ? $"the name or ID '{name}'" : $"the name '{name}'", null),
            _ => throw new EcsException(EcsErrorId.AmbiguousName, $"The name '{name}' matches {hits.Length} servers: {string.Join(", ", hits.Select(h => h.Id))}.")
            {
                RecommendedAction = "Specify the server by ID.",
            },
        };
    }

    // Who acts on an old object means the server he has seen, not whatever goes by its id now.
    private static void RefuseRenamed(EcsInstanceIdentity identity, EcsInstance[] chosen)
    {
        if (identity.KnownName is { } known && chosen.FirstOrDefault(i => i.Name != known) is { } other)
        {
            throw new EcsException(EcsErrorId.PlanChanged, $"Skipped {other.Id}: the server was renamed from '{Display.Line(known)}' to '{Display.Line(other.Name)}' after the object was retrieved.")
            {
                InstanceId = other.Id,
                WasNotCarriedOut = true,
                RecommendedAction = "Get the server again with Get-EcsInstance, and check that it is the one you mean.",
            };
        }
    }

    // Text that holds anything else cannot be an id; asking a cloud for it could be refused as a whole.
    private static string? PossibleId(EcsInstanceIdentity identity) =>
        identity.Id ?? (identity.Text is { } text && text.All(c => c is '-' or '_' || (c < 128 && char.IsLetterOrDigit(c))) ? text : null);

    private static EcsException NotFound(ConnectedAccount account, string what, string? id) => new(
        EcsErrorId.InstanceNotFound, $"Cannot find a server with {what} in account '{account.Info.Name}' ({account.Info.Region}).")
    {
        InstanceId = id,
        RecommendedAction = "Run Get-EcsInstance to list the servers, or specify another account with -Account.",
    };
}
