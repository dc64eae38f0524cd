using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Providers;
using EcsTools.Core.Providers.Registration;
using EcsTools.Core.Security;

namespace EcsTools.Core.Accounts;

/// <summary>
/// Finds the account that a user means: what he gave himself, the profile he named, environment variables, the vendors' files, the
/// server's metadata service. The first step with a usable account ends the search; several clouds in it are not chosen among.
/// </summary>
internal static class AccountResolver
{
    private static readonly IAccountSource[] Sources = [.. CloudProviders.All.SelectMany(p => p.Sources), new MetadataAccounts()];

    /// <summary>Lists what there is. Sends nothing and runs no program.</summary>
    /// <param name="cloud">The cloud the user has named, or null for all.</param>
    public static IReadOnlyList<AccountCandidate> List(MachineEnvironment machine, EcsCloud? cloud) =>
        [.. Sources.SelectMany(s => s.Find(machine, cloud)).Where(o => cloud is null || o.Cloud == cloud).OrderBy(o => o.Step)];

    /// <summary>Chooses the account a request means.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialNotFound"/>, <see cref="EcsErrorId.AmbiguousAccount"/>, or the problem of the
    /// account that is meant.</exception>
    public static AccountCandidate Choose(ConnectRequest request, MachineEnvironment machine)
    {
        AccountCandidate offer = ExplicitAccount.Read(request) ?? Find(request, List(machine, request.Cloud));
        if (request.Region is { } region && offer.InRegion is { } inRegion)
        {
            offer = inRegion(region) with { Warnings = offer.Warnings };
            if (offer.Problem is { } problem)
            {
                throw problem;
            }
        }

        CloudProvider provider = CloudProviders.Get(offer.Cloud);
        return Overlay(provider, provider.Locate(offer, request, machine), request, machine);
    }

    private static AccountCandidate Find(ConnectRequest request, IReadOnlyList<AccountCandidate> offers)
    {
        if (request.Profile is { } profile)
        {
            return FindProfile(request, profile, offers);
        }

        // Only the first step that has anything counts: what it would use and cannot is the error, whatever the next one has.
        IReadOnlyList<AccountCandidate> found = WithoutFound(offers);
        AccountCandidate[] step = [.. found.TakeWhile(o => o.Step == found[0].Step)];
        List<AccountCandidate> usable = [.. step.Where(o => o.Problem is null)];
        List<AccountCandidate> broken = [.. step.Where(o => o.IsPreferred && o.Problem is not null)];
        bool isChosenBroken = broken.Exists(o => o.IsChosen);
        List<EcsCloud> clouds = [.. usable.Select(o => o.Cloud).Distinct()];
        if (clouds.Count > 1 && !isChosenBroken)
        {
            throw Ambiguous($"Credentials for several clouds were found: {string.Join(", ", clouds)}.", usable);
        }

        // The one that is meant may be broken: another cloud's source is a replacement for it unless the user chose it, but no other
        // identity at the same cloud, and no profile that the user did not choose.
        AccountCandidate? chosen = usable.FirstOrDefault(o => o.IsPreferred) ?? (step.Any(o => o.IsPreferred) || usable.Count != 1 ? null : usable[0]);
        if (chosen is not null && !isChosenBroken && !broken.Exists(o => o.Cloud == chosen.Cloud && Precedes(o, chosen, step)))
        {
            broken.ForEach(o => AmbientLog.Current.Warning($"Skipped: {o.Problem!.Message}"));
            return chosen;
        }

        // What the user chose is what is wrong; what else is broken does not help.
        EcsException[] problems = [.. step.Where(o => isChosenBroken ? o.IsChosen : o.IsPreferred || usable.Count == 0).Select(o => o.Problem).OfType<EcsException>()];
        if (usable.Count > 1 && problems.Length == 0)
        {
            throw Ambiguous("Multiple profiles found and no default is set.", usable);
        }

        throw problems.Length == 0 ? NotFound(request.Cloud) : problems.Length == 1 ? problems[0] : new EcsException(
            problems[0].ErrorId, $"No usable credential was found. {string.Join(" ", problems.Select(p => p.Message))}")
        {
            RecommendedAction = problems[0].RecommendedAction,
        };
    }

    private static AccountCandidate FindProfile(ConnectRequest request, string profile, IReadOnlyList<AccountCandidate> offers)
    {
        List<AccountCandidate> named = [.. WithoutFound(offers).Where(o => o.Profile == profile)];
        if (named.Count == 0)
        {
            EcsException? broken = offers.FirstOrDefault(o => o is { Profile: null, Problem: not null, Step: not CredentialSourceKind.Metadata })?.Problem;
            string known = string.Join(", ", offers.Select(o => o.Profile).OfType<string>().Distinct());
            throw new EcsException(
                EcsErrorId.CredentialNotFound,
                $"No profile '{profile}'{(request.Cloud is null ? "" : $" for {request.Cloud}")} was found.{(broken is null ? "" : " " + broken.Message)}")
            {
                RecommendedAction = known.Length == 0 ? "Run Get-EcsAccount -ListAvailable to list them." : $"Specify one of: {known}.",
            };
        }

        // A broken one is not the other, whichever the user means; one that is not there is none.
        named = named.Exists(o => !o.IsMissing) ? named.FindAll(o => !o.IsMissing) : named;
        AccountCandidate chosen = named[0];
        return named.Select(o => o.Cloud).Distinct().Count() > 1
            ? throw Ambiguous($"The profile '{profile}' exists for several clouds.", named)
            : chosen.Problem is null ? chosen : throw chosen.Problem;
    }

    // Of several files of one cloud each may have the profile that a variable names.
    private static IReadOnlyList<AccountCandidate> WithoutFound(IReadOnlyList<AccountCandidate> offers) =>
        [.. offers.Where(o => !o.IsMissing || !offers.Any(other => !other.IsMissing && other.IsChosen && other.Cloud == o.Cloud && other.Profile == o.Profile))];

    private static bool Precedes(AccountCandidate first, AccountCandidate second, IEnumerable<AccountCandidate> step) =>
        ReferenceEquals(step.First(o => ReferenceEquals(o, first) || ReferenceEquals(o, second)), first);

    private static AccountCandidate Overlay(CloudProvider provider, AccountCandidate offer, ConnectRequest request, MachineEnvironment machine)
    {
        if ((request.DomainId is not null && request.DomainName is not null) || (request.ProjectDomainId is not null && request.ProjectDomainName is not null))
        {
            throw InputErrors.Create("A domain is specified both by ID and by name.", "Omit one of them.");
        }

        if ((request.ProjectDomainId ?? request.ProjectDomainName) is not null && !provider.TakesProjectDomain)
        {
            throw Misplaced("-ProjectDomainId and -ProjectDomainName", p => p.TakesProjectDomain);
        }

        bool namesDomain = request.DomainId is not null || request.DomainName is not null;
        bool namesProjectDomain = request.ProjectDomainId is not null || request.ProjectDomainName is not null;
        bool namesProject = request.ProjectId is not null || request.ProjectName is not null;
        AccountCandidate result = offer with
        {
            Region = request.Region ?? offer.Region,
            Endpoint = request.Endpoint ?? offer.Endpoint,
            ProjectId = namesProject ? request.ProjectId : offer.ProjectId,
            ProjectName = namesProject ? request.ProjectName : offer.ProjectName,
            Login = offer.Login is null ? null : offer.Login with
            {
                AuthUrl = request.Endpoint is null ? offer.Login.AuthUrl : null,
                UserDomainName = namesDomain ? request.DomainName : offer.Login.UserDomainName,
                UserDomainId = namesDomain ? request.DomainId : offer.Login.UserDomainId,
                ProjectDomainName = namesProjectDomain ? request.ProjectDomainName : offer.Login.ProjectDomainName,
                ProjectDomainId = namesProjectDomain ? request.ProjectDomainId : offer.Login.ProjectDomainId,
                Passcode = request.Passcode is null ? offer.Login.Passcode : SecretText.Reveal(request.Passcode),
            },
        };
        if (request.RoleArn is { } arn)
        {
            return (provider, offer.Keys) is (IRoleAssumption roles, { } keys)
                ? result with { Keys = roles.AssumeRole(arn, keys, machine) }
                : throw Misplaced("-RoleArn", p => p is IRoleAssumption);
        }

        if (request.AgencyName is { } name)
        {
            return provider is IAgencyAssumption agencies
                ? result with { Keys = agencies.AssumeAgency(result, name, request.AgencyDomainName), Login = null }
                : throw Misplaced("-AgencyName", p => p is IAgencyAssumption);
        }

        return result;
    }

    private static EcsException Ambiguous(string what, IEnumerable<AccountCandidate> offers) => new(
        EcsErrorId.AmbiguousAccount, $"{what} {string.Join("; ", offers.Select(o => o.ToString()))}.")
    {
        RecommendedAction = "Specify one with -Cloud or -Profile.",
    };

    private static EcsException NotFound(EcsCloud? cloud) => new(
        EcsErrorId.CredentialNotFound, $"No credentials{(cloud is { } wanted ? $" for {CloudProviders.Get(wanted).Title}" : "")} found.")
    {
        RecommendedAction = "Specify -Credential or -AccessKeyId and -AccessKeySecret, set the cloud's environment variables "
            + $"({string.Join(", ", CloudProviders.All.SelectMany(p => p.Variables))} ... with their secrets), or create a profile with the provider's CLI. See about_EcsTools_Accounts.",
    };

    private static EcsException Misplaced(string parameter, Func<CloudProvider, bool> takes) => new(
        EcsErrorId.InvalidInput, $"{parameter} goes with {string.Join(" and ", CloudProviders.All.Where(takes).Select(p => p.Title))} only.")
    {
        RecommendedAction = $"Leave {parameter} out.",
    };
}
