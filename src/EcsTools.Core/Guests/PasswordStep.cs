using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Operations;
using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>Sets a password by the way that the user named, or by the best one that is open.</summary>
internal sealed class PasswordStep : ICloudStep
{
    private readonly ICloud _cloud;
    private readonly EcsCloud _name;

    /// <summary>Makes the step.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="name">Which cloud it is.</param>
    public PasswordStep(ICloud cloud, EcsCloud name)
    {
        _cloud = cloud;
        _name = name;
    }

    /// <inheritdoc/>
    public StepKind Kind => StepKind.ResetPassword;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        Dictionary<string, StepPreview> chosen = [];
        List<StepTarget> left = [.. targets];

        // Auto takes the ways that are effective at once first; the last one that there is says what is missing.
        PasswordMethod[] methods = targets[0].Options.PasswordMethod is var named && named != PasswordMethod.Auto ? [named] : [.. Offered()];
        foreach (PasswordMethod method in methods)
        {
            IReadOnlyList<StepPreview> previews = left.Count == 0 ? [] : await Find(method).PreviewAsync(left, cancellation).ConfigureAwait(false);
            for (int i = left.Count - 1; i >= 0; i--)
            {
                StepPreview preview = method == PasswordMethod.Api ? CheckUser(left[i], previews[i]) : previews[i];
                bool fits = preview.Requirements.All(r => r.Outcome is EcsRequirementOutcome.Passed or EcsRequirementOutcome.Warning);
                if (fits || !chosen.TryGetValue(left[i].Instance.Id, out StepPreview? before) || CountFailed(preview) <= CountFailed(before))
                {
                    chosen[left[i].Instance.Id] = Mark(preview, method);
                }

                if (fits)
                {
                    left.RemoveAt(i);
                }
            }
        }

        return [.. targets.Select(t => chosen[t.Instance.Id])];
    }

    /// <inheritdoc/>
    public Task<StepReceipt> SendAsync(StepTarget target, CancellationToken cancellation) =>
        Find(PasswordFacts.MethodOf(target.Before)).SendAsync(target, cancellation);

    /// <inheritdoc/>
    public Task<StepObservation> ObserveAsync(StepTarget target, StepReceipt? receipt, CancellationToken cancellation) =>
        Find(PasswordFacts.MethodOf(target.Before)).ObserveAsync(target, receipt, cancellation);

    // The clouds' APIs take no user's name.
    private static StepPreview CheckUser(StepTarget target, StepPreview preview) => target.Options.GuestUserName is null or GuestUser.Root or GuestUser.Administrator
        ? preview
        : preview with
        {
            Requirements =
            [
                .. preview.Requirements,
                new(EcsRequirementId.GuestLogin, EcsRequirementOutcome.Failed, "The API sets the password of root or Administrator only.", "Use -Method Ssh or -Method Agent for other users."),
            ],
        };

    private static int CountFailed(StepPreview preview) => preview.Requirements.Count(r => r.Outcome == EcsRequirementOutcome.Failed);

    private static StepPreview Mark(StepPreview preview, PasswordMethod method)
    {
        KeyValuePair<string, string> mark = PasswordFacts.Of(method);
        return preview with { Facts = new Dictionary<string, string>(preview.Facts.ToDictionary(f => f.Key, f => f.Value)) { [mark.Key] = mark.Value } };
    }

    private IEnumerable<PasswordMethod> Offered()
    {
        if (_cloud is IGuestCommands)
        {
            yield return PasswordMethod.Agent;
        }

        yield return PasswordMethod.Ssh;
        if (_cloud.FindStep(StepKind.ResetPassword) is not null)
        {
            yield return PasswordMethod.Api;
        }
    }

    private ICloudStep Find(PasswordMethod method) => method switch
    {
        PasswordMethod.Ssh => new SshPasswordWay(),
        PasswordMethod.Agent when _cloud is IGuestCommands agent => new AgentPasswordWay(agent),
        PasswordMethod.Api when _cloud.FindStep(StepKind.ResetPassword) is { } step => step,
        _ => throw new EcsException(EcsErrorId.NotSupported, $"{_name} does not offer to set a password by {method}.")
        {
            WasNotCarriedOut = true,
            RecommendedAction = $"Use -Method {string.Join(" or -Method ", Offered())}.",
        },
    };
}
