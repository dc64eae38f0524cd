using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Contracts;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>Gives a server another size. Until that is confirmed the cloud keeps the server as it was, and can go back to it.</summary>
internal sealed class NovaResizeStep : IConfirmableStep
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromMinutes(3);
    private readonly OpenStackClientSet _families;

    public NovaResizeStep(OpenStackClientSet families)
    {
        _families = families;
        Confirmation = new NovaResizeConfirmationStep(families, holds: true);
        Reversal = new NovaResizeConfirmationStep(families, holds: false);
    }

    public StepKind Kind => StepKind.Resize;

    public ICloudStep Confirmation { get; }

    public ICloudStep Reversal { get; }

    public bool IsOpen(EcsInstance instance) => ServerStatus.Is(instance, ServerStatus.VerifyResize);

    /// <summary>Tells whether a server has the size wanted already and only waits to be told that it holds.</summary>
    public static bool NeedsConfirmationOnly(StepTarget target) =>
        ServerStatus.IsSettled(target.Instance, ServerStatus.VerifyResize) && NovaResizeChecks.Same(target.Instance.Size, target.Options.Size);

    public async Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation)
    {
        LookupResult<IReadOnlyList<NovaFlavor>> sizes = await LookupResult<IReadOnlyList<NovaFlavor>>.ReadAsync(() => _families.Flavors.ListAsync(cancellation)).ConfigureAwait(false);
        LookupResult<NovaLimits> limits = await LookupResult<NovaLimits>.ReadAsync(() => _families.GetLimitsAsync(cancellation)).ConfigureAwait(false);
        IReadOnlyList<PriceChange> prices = await PriceChange.ReadAsync(
            _families.Prices, [.. targets.Select(t => ((PriceQuery?)null, PriceQuery.ForSize(t.Instance, t.Options.Size ?? ""), (PriceQuery?)null))], cancellation).ConfigureAwait(false);
        return [.. targets.Select((t, i) => Preview(t, sizes, limits, prices[i]))];
    }

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        if (NeedsConfirmationOnly(target))
        {
            return new StepHandle();
        }

        NovaFlavor flavor = NovaResizeChecks.Find(await _families.Flavors.ListAsync(cancellation).ConfigureAwait(false), target.Options.Size)
            ?? throw new EcsException(EcsErrorId.SizeNotAvailable, $"Size {target.Options.Size} no longer exists.") { InstanceId = target.Instance.Id, WasNotCarriedOut = true };
        return await _families.Servers.ActOnceAsync(
            "ResizeServer", target.Instance.Id, "resize", new JObject { ["flavorRef"] = flavor.Id }, cancellation).ConfigureAwait(false);
    }

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) => _families.Witness.ObserveAsync(
        sent,
        (s, now) => _families.Witness.JudgeAsync(
            s,
            now,
            "resize",
            "The change of size",
            "Resizing",

            // A cloud may be set to confirm by itself.
            read => IsOpen(read) || (NovaResizeChecks.Same(read.Size, s.Target.Options.Size) && (ServerStatus.Is(read, ServerStatus.Active) || ServerStatus.Is(read, ServerStatus.Shutoff))),
            cancellation),
        cancellation);

    private static StepPreview Preview(StepTarget target, LookupResult<IReadOnlyList<NovaFlavor>> sizes, LookupResult<NovaLimits> limits, PriceChange price)
    {
        EcsInstance instance = target.Instance;
        return new StepPreview
        {
            AlreadyDone = NovaResizeChecks.HasSize(target, sizes) ? $"The server already has the size {instance.Size}." : null,
            Summary = NeedsConfirmationOnly(target)
                ? $"Confirm the previous change to size {instance.Size}; if -HealthCheck returns $false, the change is undone"
                : $"Change the size from {instance.Size} to {target.Options.Size} and confirm it; if -HealthCheck fails, undo it, with what was written to the system disk since",
            Requirements =
            [
                NovaResizeChecks.CheckState(target),
                NeedsConfirmationOnly(target) ? Requirement.Passed(EcsRequirementId.Busy, "The server waits for the confirmation of its size.") : CommonServerChecks.CheckBusy(target),
                CommonServerChecks.CheckLock(target),
                NovaResizeChecks.CheckSize(target, sizes),
                NovaResizeChecks.CheckQuota(target, sizes, limits),
                .. TemporaryChangeCheck.Refuse(target, EcsRequirementId.Size),
            ],
            Costs = [.. price.Describe(), $"Size {target.Options.Size} is billed from then on, where the cloud bills."],
            ExpectedDowntime = UsualTime,
            Facts = new Dictionary<string, string>
            {
                [ApiFact.Size] = instance.Size,
                [StepFactKeys.Status] = instance.Status.ToString(),
            },
        };
    }
}
