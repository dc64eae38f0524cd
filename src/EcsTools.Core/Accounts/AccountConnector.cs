using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Providers;
using EcsTools.Core.Providers.Registration;
using EcsTools.Core.Threading;

namespace EcsTools.Core.Accounts;

/// <summary>Opens accounts: completes what the user gave, makes the cloud, proves the credential.</summary>
internal static class AccountConnector
{
    /// <summary>Opens an account.</summary>
    /// <exception cref="EcsException">See <see cref="AccountRegistry.ConnectAsync"/>.</exception>
    public static async Task<ConnectedAccount> OpenAsync(ConnectRequest request, MachineEnvironment machine, CancellationToken cancellation)
    {
        Endpoints.RefuseInsecure(request.Endpoint);
        AccountCandidate offer = AccountResolver.Choose(request, machine);
        foreach (string warning in offer.Warnings)
        {
            AmbientLog.Current.Warning(warning);
        }

        EcsCloud cloud = offer.Cloud;
        TimeProvider time = request is { ClockElapsed: { } elapsed, ClockDelay: { } delay } ? new DelegatedTimeProvider(elapsed, delay) : TimeProvider.System;
        CloudConnection connection = new()
        {
            Cloud = cloud,
            Region = offer.Region ?? "",
            AccountName = request.Name ?? "",
            Endpoint = offer.Endpoint,
            HandlerFactory = request.HandlerFactory ?? CustomCertificateAuthorities.ChooseNetwork(offer.Settings.CaFile),
            Time = time,
            Wall = TimeProvider.System,
        };
        CloudProvider provider = CloudProviders.Get(cloud);
        offer = await LocateAsync(provider, offer, connection, cancellation).ConfigureAwait(false);
        string region = offer.Region
            ?? throw InputErrors.Create($"A region is required for {provider.Title}.", $"Specify -Region, for example {provider.ExampleRegion}.");
        string name = request.Name ?? $"{cloud.ToString().ToLowerInvariant()}-{region}";
        ICloud opened = provider.Open(offer, connection with { Region = region, AccountName = name });
        try
        {
            CallerIdentity identity = await opened.ProveAsync(cancellation).ConfigureAwait(false);
            EcsAccount info = new()
            {
                Name = name,
                Cloud = cloud,
                Region = region,
                Identity = identity.Name,
                AccountId = identity.AccountId,
                AccountKey = AccountKeys.Make(cloud, identity.Site, identity.AccountId, region),
                Endpoint = offer.Endpoint,
                IsSandbox = request.IsSandbox,
            };
            return new ConnectedAccount(info, opened, time) { SandboxJournals = request.SandboxJournals, IdentityKey = identity.Key, Allowance = connection.Allowance };
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static async Task<AccountCandidate> LocateAsync(
        CloudProvider provider, AccountCandidate offer, CloudConnection connection, CancellationToken cancellation) =>
        offer.Region is not null ? offer
        : offer.FindRegion is { } find ? offer with { Region = await find(cancellation).ConfigureAwait(false) }
        : await provider.FindRegionAsync(offer, connection, cancellation).ConfigureAwait(false);
}
