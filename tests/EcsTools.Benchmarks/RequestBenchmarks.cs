using System.Net;

using BenchmarkDotNet.Attributes;

using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks;

/// <summary>One server: a request signed, sent and its answer read, the sandbox's part in the same process included.</summary>
[InProcess]
[MemoryDiagnoser]
public class RequestBenchmarks : IDisposable
{
    private readonly AccountRegistry _accounts = new();
    private readonly SandboxServer _sandbox = SandboxServer.Start(new SandboxOptions());
    private ConnectedAccount _account = null!;
    private string[] _ids = [];

    /// <summary>The cloud.</summary>
    [Params(EcsCloud.Alibaba, EcsCloud.Huawei)]
    public EcsCloud Cloud { get; set; }

    /// <summary>Opens the account.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _account = await _accounts.ConnectAsync(
            new ConnectRequest
            {
                Cloud = Cloud,
                Region = Cloud == EcsCloud.Alibaba ? "cn-hangzhou" : "cn-north-4",
                HandlerFactory = _sandbox.CreateHandler,
                AccessKeyId = _sandbox.Credentials.AccessKeyId,
                AccessKeySecret = new NetworkCredential("", _sandbox.Credentials.AccessKeySecret).SecurePassword,
            },
            CancellationToken.None);
        _ids = [(await Core.Listing.InstanceLookup.FindByNameAsync(_account, ["web-01"], CancellationToken.None)).Single().Id];
    }

    /// <summary>Reads one server by its id.</summary>
    /// <returns>The server.</returns>
    [Benchmark]
    public Task<IReadOnlyDictionary<string, EcsInstance>> FindOneAsync() =>
        Core.Listing.InstanceLookup.FindByIdAsync(_account, _ids, CancellationToken.None);

    /// <summary>Ends the sandbox.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _accounts.Dispose();
        _sandbox.Dispose();
        GC.SuppressFinalize(this);
    }
}
