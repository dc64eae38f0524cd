using EcsTools.Core.Clouds.Keystone;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>The project that a token is good for.</summary>
internal sealed class TokenProjectResolver(KeystoneTokenProvider tokens) : IProjectResolver
{
    public bool NamesProject => false;

    public async Task<HuaweiProject> GetAsync(CancellationToken cancellation)
    {
        KeystoneToken token = await tokens.GetAsync(cancellation).ConfigureAwait(false);
        string id = token.ProjectId ?? throw new EcsException(EcsErrorId.InvalidCredential, "The token is not scoped to a project.")
        {
            RecommendedAction = "Specify a project in which the user has a role.",
        };
        return new HuaweiProject(id, token.ProjectName)
        {
            UserId = token.UserId,
            UserName = token.DomainName is null ? token.UserName : $"{token.UserName} ({token.DomainName})",
        };
    }

    public void Dispose() => tokens.Dispose();
}
