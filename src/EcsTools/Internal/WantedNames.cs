using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;

namespace EcsTools.Internal;

/// <summary>The exact names and ids that were asked for and not come yet. A wildcard that nothing fits is no error.</summary>
/// <param name="noun">What is listed, as errors call it.</param>
/// <param name="errorId">The id of the error.</param>
internal sealed class WantedNames(string noun, string errorId = EcsErrorId.NotFound)
{
    private readonly HashSet<string> _missing = new(StringComparer.OrdinalIgnoreCase);

    // A backtick may be part of a name, or say that the character after it is.
    private readonly Dictionary<string, string> _bySpelling = new(StringComparer.OrdinalIgnoreCase);

    private string Article => noun[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an" : "a";

    /// <summary>Adds what was asked for.</summary>
    public WantedNames Add(IEnumerable<string> names)
    {
        foreach (string name in names.Where(n => !NamePattern.HasWildcards(n)))
        {
            _missing.Add(name);
            _bySpelling[name] = _bySpelling[NamePattern.Unescape(name)] = name;
        }

        return this;
    }

    /// <summary>Notes by what an item may have been asked for.</summary>
    public void Found(params string?[] names)
    {
        foreach (string? name in names)
        {
            if (name is not null && _bySpelling.TryGetValue(name, out string? wanted))
            {
                _missing.Remove(wanted);
            }
        }
    }

    /// <summary>The errors for what has not come.</summary>
    /// <param name="accounts">Where it was looked for.</param>
    public IEnumerable<(EcsException Error, string Name)> Errors(IReadOnlyList<ConnectedAccount> accounts)
    {
        string where = accounts.Count == 1
            ? $"account '{accounts[0].Info.Name}' ({accounts[0].Info.Region})"
            : $"the accounts {string.Join(", ", accounts.Select(a => $"'{a.Info.Name}'"))}";
        return _missing.OrderBy(n => n, StringComparer.OrdinalIgnoreCase).Select(name => (
            new EcsException(errorId, $"Cannot find {Article} {noun} '{name}' that matches the filters in {where}.")
            {
                RecommendedAction = "Run the command without names or IDs to see what exists, or specify another account with -Account.",
            },
            name));
    }
}
