using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Credentials;

/// <summary>A vendor's file. One that cannot be used becomes an offer with a problem, so that it is told and hides no other.</summary>
internal abstract class CredentialFileSource : IAccountSource
{
    private static readonly Regex Word = new(@"\A[A-Za-z0-9_-]{1,24}\z", RegexOptions.CultureInvariant, TextPattern.Limit);

    /// <summary>The cloud it belongs to.</summary>
    protected abstract EcsCloud Cloud { get; }

    public IEnumerable<AccountCandidate> Find(MachineEnvironment machine, EcsCloud? cloud)
    {
        (string path, bool isNamed) = Locate(machine);
        try
        {
            if (CredentialFile.TryOpen(path) is { } file)
            {
                IReadOnlyList<string> warnings = file.Warnings;
                return [.. Read(file, machine).Select(o => o with { Warnings = [.. o.Warnings, .. warnings] })];
            }

            return isNamed ? throw CredentialFile.Invalid(path, "is specified by a variable, but does not exist")
                : NamedProfile(machine) is { } profile ? [Missing(path, Cloud, profile, CredentialSourceKind.Environment)]
                : [];
        }
        catch (EcsException error)
        {
            return [new AccountCandidate { Source = path, Step = CredentialSourceKind.File, Cloud = Cloud, IsPreferred = true, IsChosen = isNamed, Problem = error }];
        }
    }

    /// <summary>Where the file is.</summary>
    protected abstract (string Path, bool IsNamed) Locate(MachineEnvironment machine);

    /// <summary>The profile of this file that a variable names, or null.</summary>
    protected virtual string? NamedProfile(MachineEnvironment machine) => null;

    /// <summary>Reads the profiles.</summary>
    /// <exception cref="EcsException">The whole file cannot be used.</exception>
    protected abstract IEnumerable<AccountCandidate> Read(CredentialFile file, MachineEnvironment machine);

    /// <summary>Completes an offer; what goes wrong with its profile becomes its problem.</summary>
    internal static AccountCandidate Complete(AccountCandidate offer, Func<AccountCandidate, AccountCandidate> complete)
    {
        try
        {
            return complete(offer);
        }
        catch (EcsException error)
        {
            return offer with { Problem = error };
        }
    }

    /// <summary>The offer of a profile that somebody has chosen and that is not there: no other takes its place.</summary>
    internal static AccountCandidate Missing(string file, EcsCloud cloud, string profile, CredentialSourceKind step) => new()
    {
        Source = file,
        Step = step,
        Cloud = cloud,
        Profile = profile,
        IsPreferred = true,
        IsChosen = true,
        IsMissing = true,
        Problem = CredentialFile.Invalid(file, $"has no profile '{profile}', which {(step == CredentialSourceKind.File ? "it" : "a variable")} specifies as the default"),
    };

    /// <summary>The error of a profile without something it needs.</summary>
    internal static EcsException Lacks(AccountCandidate offer, string field) => new(EcsErrorId.CredentialFileInvalid, $"The profile {offer.Title} lacks {field}.")
    {
        RecommendedAction = "Complete the profile with the vendor's tool, or specify the credential with Connect-EcsAccount.",
    };

    /// <summary>Quotes what a file says. In a damaged file anything may stand anywhere, a secret too, so only a short word is quoted.</summary>
    internal static string Quote(string text) => Word.IsMatch(text) ? $" '{text}'" : "";

    /// <summary>The error of a profile of a kind that we do not speak.</summary>
    internal static EcsException OutOfScope(AccountCandidate offer, string kind) => new(
        EcsErrorId.NotSupported, $"The profile {offer.Title} is of a kind{Quote(kind)} that EcsTools does not use.")
    {
        RecommendedAction = "Use a profile with an access key or a role, or specify another credential with Connect-EcsAccount.",
    };
}
