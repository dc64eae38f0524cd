namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Path and body of a change of size (docs/contracts/huawei-ecs.md 3.8).</summary>
/// <param name="Version"><c>v1</c>, or <c>v1.1</c> where that is needed.</param>
internal sealed record HuaweiResizeRequest(string Version, JObject Body)
{
    /// <summary>Tells whether the dedicated host must be named with the size (Ecs.0803).</summary>
    public static bool NamesHost(StepTarget target, HuaweiVariant variant) => variant.HasV11Resize && target.Instance.IsOnDedicatedHost;

    /// <summary>Tells whether a server can be resized in one call with others (Huawei Cloud, paid per use, not on a dedicated host).</summary>
    public static bool FitsBatch(StepTarget target, HuaweiVariant variant) => variant.HasBatchResize
        && target.Options.Size is not null
        && target.Instance is { ChargeType: not EcsChargeType.Subscription, IsOnDedicatedHost: false };

    /// <summary>Makes the request. <c>mode</c> is never sent: who wants a running server stopped stops it first.</summary>
    /// <param name="target">The target, with the facts from before.</param>
    /// <exception cref="EcsException">The dedicated host is not known.</exception>
    public static HuaweiResizeRequest Build(StepTarget target, HuaweiVariant variant)
    {
        JObject resize = new() { ["flavorRef"] = target.Options.Size };
        bool isPrepaid = target.Instance.ChargeType == EcsChargeType.Subscription;
        if (!variant.HasV11Resize || !(isPrepaid || target.Instance.IsOnDedicatedHost))
        {
            return new HuaweiResizeRequest("v1", new JObject { ["resize"] = resize, ["dry_run"] = false });
        }

        if (NamesHost(target, variant))
        {
            resize["dedicated_host_id"] = target.Before.TryGetValue(HuaweiFact.DedicatedHostId, out string? host) ? host : throw Homeless(target);
        }

        if (isPrepaid && target.Options.AutoPay)
        {
            resize["extendparam"] = new JObject { ["isAutoPay"] = "true" };
        }

        return new HuaweiResizeRequest("v1.1", new JObject { ["resize"] = resize });
    }

    private static EcsException Homeless(StepTarget target) => new(
        EcsErrorId.RequirementFailed, $"Cannot resize {target.Instance}: its dedicated host is unknown.")
    {
        InstanceId = target.Instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "Resize it in the console.",
    };
}
