using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds;

/// <summary>Erases the password that the cloud keeps for a Windows server. The guest's own stays as it is.</summary>
internal sealed class DeletePasswordStep : ICloudStep
{
    private readonly IStoredPasswords _passwords;

    public DeletePasswordStep(IStoredPasswords passwords) => _passwords = passwords;

    public StepKind Kind => StepKind.DeletePassword;

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        Dictionary<string, LookupResult<string>> stored = await LookupResult<string>.ReadEachAsync(
            targets.Select(t => t.Instance.Id), id => _passwords.ReadPasswordAsync(id, cancellation)).ConfigureAwait(false);
        return [.. targets.Select(t => Preview(t, stored[t.Instance.Id]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation) => _passwords.DeletePasswordAsync(target.Instance.Id, cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(s => ObserveAsync(s, cancellation), cancellation);

    private async Task<StepObservation> ObserveAsync(SentStep sent, CancellationToken cancellation)
    {
        string left = await _passwords.ReadPasswordAsync(sent.Target.Instance.Id, cancellation).ConfigureAwait(false);
        return new StepObservation(left.Length == 0 ? ObservedState.TookEffect : sent.Handle is null ? ObservedState.NotTaken : ObservedState.Pending);
    }

    private static StepPreview Preview(StepTarget target, LookupResult<string> stored) => new()
    {
        Summary = "Delete the stored password of the provider; the password on the server does not change",
        Requirements =
        [
            stored.Value switch
            {
                null => Unknown(EcsRequirementId.Login, "Cannot check for a stored password", stored.Error),
                "" => Failed(EcsRequirementId.Login, "No password is stored.", "There is nothing to delete."),
                _ => Passed(EcsRequirementId.Login, "A password is stored."),
            },
            CommonServerChecks.CheckLock(target),
        ],
        Losses = ["The stored password: it cannot be retrieved again."],
    };
}
