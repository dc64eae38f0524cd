using EcsTools.Core.Providers.Registration;

namespace EcsTools.Core.Providers;

/// <summary>The accounts that a sandbox opens.</summary>
public static class SandboxSignIns
{
    /// <summary>One for each provider that the sandbox emulates; the first is the default account.</summary>
    public static IReadOnlyList<SandboxSignIn> All => [.. CloudProviders.All.Select(p => p.Sandbox).OfType<SandboxSignIn>()];
}
