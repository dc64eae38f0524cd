using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>
/// What ReplaceSystemDisk is asked for about encryption (docs/contracts/alibaba-ecs-lifecycle.md 2.7). Without a word it gives a plain disk;
/// <c>Encrypted=false</c> and a key without <c>Encrypted=true</c> are never sent.
/// </summary>
internal sealed record AlibabaEncryption(bool IsEncrypted, string? KeyId)
{
    /// <summary>Appended to the token of the second request, whose parameters differ from those of the first.</summary>
    public string TokenSuffix { get; private init; } = "";

    /// <summary>What a plan asks for.</summary>
    public static AlibabaEncryption Planned(StepTarget target) => new(SystemDiskEncryption.IsPlanned(target), SystemDiskEncryption.PlannedKey(target));

    /// <summary>Reads whether the account encrypts every new disk of the region. Any error means that it is unknown, and an unknown default
    /// is settled by the answer to the request (<see cref="After"/>).</summary>
    /// <exception cref="EcsException">The cloud could not be reached.</exception>
    public static async Task<bool> ReadDefaultAsync(AlibabaApi api, CancellationToken cancellation)
    {
        LookupResult<bool> status = await LookupResult<bool>.ReadAsync(async () => (await api.CallAsync(
            "DescribeDiskEncryptionByDefaultStatus", new AlibabaParameters(), RequestIdempotency.Idempotent, null, cancellation).ConfigureAwait(false))
            .Flag("Encrypted") == true).ConfigureAwait(false);
        return status.Value;
    }

    /// <summary>What to ask for once a request was refused: with these codes nothing was done, and the next request asks for more protection, or
    /// for another key where that was waived by name.</summary>
    /// <returns>Null if the refusal is the end.</returns>
    public AlibabaEncryption? After(EcsException refusal, StepTarget target)
    {
        bool mustBeEncrypted = !IsEncrypted && refusal.CloudCode
            is "InvalidParameter.Encrypted" or "InvalidEncrypted.NotMatchSnapshot" or "InvalidEncrypted.NotMatchDiskDefaultEncryption";
        bool refusesKey = KeyId is not null
            && target.Options.Ignores(EcsRequirementId.Encryption)
            && (refusal.CloudCode == "InvalidKmsKeyId.NotMatchSnapshot" || refusal.CloudCode?.StartsWith("InvalidParameter.KMSKeyId.", StringComparison.Ordinal) == true);
        return refusal.WasNotCarriedOut && (mustBeEncrypted || refusesKey) ? new AlibabaEncryption(true, null) { TokenSuffix = "-encrypted" } : null;
    }
}
