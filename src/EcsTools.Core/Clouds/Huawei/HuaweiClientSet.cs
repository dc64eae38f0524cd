using System;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Clouds.OpenStackApi;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>All calls of one account, by family.</summary>
internal sealed class HuaweiClientSet : IDisposable
{
    private readonly HuaweiProjectTransport _api;
    private readonly CloudConnection _connection;

    public HuaweiClientSet(HuaweiProjectTransport api, CloudConnection connection)
    {
        _api = api;
        _connection = connection;
        Variant = HuaweiVariant.For(connection.Cloud);
        Servers = new HuaweiServersClient(api);
        Inventory = new HuaweiInventory(Servers, Variant);
        Jobs = new HuaweiJobsClient(api);
        Disks = new HuaweiDisksClient(api);
        Images = new HuaweiImagesClient(api);
        KeyPairs = new HuaweiKeyPairsClient(api);
        Sizes = new HuaweiFlavorsClient(api);
        Snapshots = new HuaweiSnapshotsClient(api);
        Tags = new HuaweiTagsClient(api);
        Passwords = new HuaweiPasswordsClient(api);
        StoredPasswords = new PasswordStore(
            api,
            id => Variant.HasOwnPasswordPath
                ? $"/v1/{{p}}/cloudservers/{CloudId.InPath(id)}/os-server-password"
                : $"/v2.1/{{p}}/servers/{CloudId.InPath(id)}/os-server-password");
        Regions = new HuaweiRegionsClient(api, connection);
    }

    /// <summary>The cloud's variant.</summary>
    public HuaweiVariant Variant { get; }

    /// <summary>Servers.</summary>
    public HuaweiServersClient Servers { get; }

    /// <summary>Finding servers.</summary>
    public HuaweiInventory Inventory { get; }

    /// <summary>Jobs.</summary>
    public HuaweiJobsClient Jobs { get; }

    /// <summary>Disks and their quota.</summary>
    public HuaweiDisksClient Disks { get; }

    /// <summary>Images.</summary>
    public HuaweiImagesClient Images { get; }

    /// <summary>Key pairs.</summary>
    public HuaweiKeyPairsClient KeyPairs { get; }

    /// <summary>Flavours.</summary>
    public HuaweiFlavorsClient Sizes { get; }

    /// <summary>Snapshots of disks.</summary>
    public HuaweiSnapshotsClient Snapshots { get; }

    /// <summary>Tags of servers.</summary>
    public HuaweiTagsClient Tags { get; }

    /// <summary>Passwords.</summary>
    public HuaweiPasswordsClient Passwords { get; }

    public PasswordStore StoredPasswords { get; }

    /// <summary>Regions.</summary>
    public HuaweiRegionsClient Regions { get; }

    /// <summary>The clock on the wall.</summary>
    public TimeProvider Wall => _connection.Wall;

    /// <summary>The project.</summary>
    public Task<HuaweiProject> GetProjectAsync(CancellationToken cancellation) => _api.GetProjectAsync(cancellation);

    /// <summary>What stands on every object of this account.</summary>
    public async Task<ResourceOrigin> GetOriginAsync(CancellationToken cancellation)
    {
        HuaweiProject project = await _api.GetProjectAsync(cancellation).ConfigureAwait(false);
        return new ResourceOrigin(_connection.Cloud, _connection.AccountName, project.Id, _connection.Region) { Identity = project.Identity };
    }

    public void Dispose() => _api.Dispose();
}
