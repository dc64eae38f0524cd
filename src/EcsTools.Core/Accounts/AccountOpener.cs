using System;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Model;

namespace EcsTools.Core.Accounts;

/// <summary>Opens accounts: completes what the user gave, makes the cloud, proves the credential.</summary>
internal static class AccountOpener
{
    /// <summary>Opens an account.</summary>
    /// <param name="request">What the user gave.</param>
    /// <param name="cancellation">Stops the proving call.</param>
    /// <returns>The account.</returns>
    /// <exception cref="EcsException">See <see cref="AccountRegistry.ConnectAsync"/>.</exception>
    public static async Task<OpenAccount> OpenAsync(ConnectRequest request, CancellationToken cancellation)
    {
        ConnectRequest complete = EnvironmentAccounts.Complete(request, Environment.GetEnvironmentVariable);
        EcsCloud cloud = complete.Cloud!.Value;
        string region = complete.Region ?? throw new EcsException(EcsErrorId.InvalidInput, $"No region was given for {cloud}.")
        {
            RecommendedAction = "Name it with -Region, for example cn-hangzhou (Alibaba), cn-north-4 (Huawei) or eu-de (OpenTelekom).",
        };
        Endpoints.RefuseInsecure(complete.Endpoint);
        TimeProvider time = complete is { ClockElapsed: { } elapsed, ClockDelay: { } delay } ? new DelegatedTimeProvider(elapsed, delay) : TimeProvider.System;
        string name = complete.Name ?? $"{cloud.ToString().ToLowerInvariant()}-{region}";
        ICloud opened = CloudFactory.Open(
            complete,
            new CloudConnection
            {
                Cloud = cloud,
                Region = region,
                AccountName = name,
                Endpoint = complete.Endpoint,
                HandlerFactory = complete.HandlerFactory ?? CloudHttp.CreateNetworkHandler,
                Time = time,
                Wall = TimeProvider.System,
            });
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
                AccountKey = $"{cloud}/{identity.AccountId}/{region}",
                Endpoint = complete.Endpoint,
                IsSandbox = complete.IsSandbox,
            };
            return new OpenAccount(info, opened, time);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }
}
