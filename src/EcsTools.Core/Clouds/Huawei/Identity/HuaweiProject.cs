namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The project all calls concern, and who one is in it.</summary>
/// <param name="Name">Its name, or null if it was not asked for.</param>
internal sealed record HuaweiProject(string Id, string? Name)
{
    /// <summary>The id of the user, or null if the credential does not tell.</summary>
    public string? UserId { get; init; }

    /// <summary>Name and account of the user, or null if the credential does not tell.</summary>
    public string? UserName { get; init; }

    /// <summary>The id of the permanent access key that signs; null for every other credential.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Who one is, as far as the credential tells.</summary>
    public string Identity => UserName ?? (AccessKeyId is null ? "" : $"access key {AccessKeyId}");
}
