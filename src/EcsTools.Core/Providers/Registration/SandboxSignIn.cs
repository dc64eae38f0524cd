namespace EcsTools.Core.Providers.Registration;

/// <summary>How the sandbox's account at a provider is opened.</summary>
/// <param name="Cloud">The provider.</param>
/// <param name="AccountName">The account's name.</param>
/// <param name="ByPassword">True to log in with user and password, so that tokens are tried too; false to use the access key.</param>
public sealed record SandboxSignIn(EcsCloud Cloud, string AccountName, bool ByPassword);
