namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>The parts of an <c>Authorization</c> header (docs/contracts/huawei-ecs.md 1.4, step 4).</summary>
internal sealed record SdkAuthorization(string AccessKey, IReadOnlyList<string> SignedHeaders, string Signature)
{
    /// <summary>Returns null if it is malformed or of another algorithm.</summary>
    public static SdkAuthorization? Parse(string? header)
    {
        if (header is null || !header.StartsWith(SdkSignature.Algorithm + " ", StringComparison.Ordinal))
        {
            return null;
        }

        Dictionary<string, string> parts = header.Substring(SdkSignature.Algorithm.Length + 1).Split(',')
            .Select(p => p.Trim().Split(['='], 2))
            .Where(p => p.Length == 2)
            .GroupBy(p => p[0], p => p[1], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        return parts.TryGetValue("Access", out string? access)
            && parts.TryGetValue("SignedHeaders", out string? headers)
            && parts.TryGetValue("Signature", out string? signature)
            ? new SdkAuthorization(access, headers.Split([';'], StringSplitOptions.RemoveEmptyEntries), signature)
            : null;
    }
}
