using System.Collections.Generic;
using System.ComponentModel;
using System.Management.Automation;

using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Model;

namespace EcsTools.Abstractions;

/// <summary>A cmdlet that lists what an account holds.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EcsInventoryCmdlet : EcsCmdlet
{
    private protected EcsInventoryCmdlet()
    {
    }

    /// <summary>The account; the default one without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string? Account { get; set; }

    /// <summary>The account that was named.</summary>
    private protected ConnectedAccount Source => Accounts.Get(Account);

    /// <summary>Writes a list page by page.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="reader">The list.</param>
    private protected void WriteAll<T>(PageReader<T> reader)
    {
        ConnectedAccount source = Source;
        while (Run(reader.ReadAsync) is { } page)
        {
            foreach (T item in page)
            {
                WriteRead(source, item);
            }
        }
    }

    /// <summary>Writes a list and reports what was asked for by id and not there.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="reader">The list.</param>
    /// <param name="wanted">The ids asked for.</param>
    /// <param name="id">Tells an object's id.</param>
    /// <param name="noun">What it is called, for the error.</param>
    private protected void WriteAll<T>(PageReader<T> reader, IReadOnlyList<string> wanted, System.Func<T, string> id, string noun)
    {
        ConnectedAccount source = Source;
        HashSet<string> missing = new(wanted, System.StringComparer.OrdinalIgnoreCase);
        while (Run(reader.ReadAsync) is { } page)
        {
            foreach (T item in page)
            {
                missing.Remove(id(item));
                WriteRead(source, item);
            }
        }

        foreach (string absent in missing)
        {
            WriteError(
                new EcsException(EcsErrorId.NotFound, $"There is no {noun} '{absent}' in the account '{source.Info.Name}' ({source.Info.Region}) that meets all conditions.")
                {
                    RecommendedAction = "Look at what there is without naming ids; name another account with -Account.",
                },
                absent);
        }
    }
}
