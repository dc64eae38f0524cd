using System.ComponentModel;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that lists what accounts hold.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsInventoryCmdlet : EcsCmdlet
{
    private protected EcsInventoryCmdlet()
    {
    }

    /// <summary>The accounts, by name, with wildcards; the default one without it.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ResourceIdTransformation(typeof(EcsAccount), nameof(EcsAccount.Name))]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string[] Account { get; set; } = [];

    /// <summary>Writes lists and reports what was asked for exactly and is in none of them.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="open">Opens the list of an account.</param>
    /// <param name="wanted">The names or ids asked for; what does not fit them is not written.</param>
    /// <param name="names">Tells by what an object may have been asked for.</param>
    /// <param name="noun">What it is called, for the error.</param>
    private protected void WriteAll<T>(Func<ConnectedAccount, PageReader<T>> open, IReadOnlyList<string> wanted, Func<T, string?[]> names, string noun) =>
        WriteAll(Accounts.Find(Account), open, wanted, names, noun);

    /// <summary>Writes the lists of certain accounts, and reports what was asked for exactly and is in none of them.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="accounts">The accounts.</param>
    /// <param name="open">Opens the list of an account.</param>
    /// <param name="wanted">The names or ids asked for; what does not fit them is not written.</param>
    /// <param name="names">Tells by what an object may have been asked for.</param>
    /// <param name="noun">What it is called, for the error.</param>
    private protected void WriteAll<T>(
        IReadOnlyList<ConnectedAccount> accounts, Func<ConnectedAccount, PageReader<T>> open, IReadOnlyList<string> wanted, Func<T, string?[]> names, string noun)
    {
        NamePatterns patterns = new(wanted);
        WantedNames missing = new WantedNames(noun).Add(wanted);
        IReadOnlyList<ConnectedAccount> read = ReadEach(accounts, account =>
        {
            PageReader<T> reader = open(account);
            while (Run(reader.ReadAsync) is { } page)
            {
                foreach (T item in page)
                {
                    string?[] known = names(item);
                    if (patterns.Fit(known))
                    {
                        missing.Found(known);
                        WriteRead(account, item);
                    }
                }
            }
        });
        if (read.Count > 0)
        {
            WriteMissing(missing, read);
        }
    }

    /// <summary>The ids by which a cloud can be asked: none of them if one holds wildcards.</summary>
    private protected static string[] Exact(string[] ids) => Array.Exists(ids, NamePattern.HasWildcards) ? [] : [.. ids.Select(NamePattern.Unescape)];
}
