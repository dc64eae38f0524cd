using System.Net;

using EcsTools.Core.Accounts;
using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Http;
using EcsTools.Core.Journaling;
using EcsTools.Core.Listing;
using EcsTools.Core.Operations;
using EcsTools.Tests.Labs;

namespace EcsTools.Core.Tests.OpenStack;

/// <summary>An account at the real OpenStack whose requests pass through the test's hands: it may count, cut or change them.</summary>
internal sealed class LabFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-openstack-").FullName;
    private readonly AccountRegistry _accounts;

    private LabFixture() => _accounts = new AccountRegistry(() => Journal);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Journal Journal => Journal.Open(_folder);

    public ConnectedAccount Account { get; private set; } = null!;

    /// <summary>Called in place of sending; what it returns goes to EcsTools.</summary>
    public Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> OnSend { get; set; } = (_, send) => send();

    public List<string> Requests { get; } = [];

    /// <summary>Opens an account.</summary>
    /// <param name="lab">The cloud.</param>
    /// <param name="change">Changes what is asked for.</param>
    /// <param name="onSend">Called in place of sending.</param>
    /// <returns>The bench.</returns>
    public static async Task<LabFixture> OpenAsync(
        OpenStackLab lab,
        Func<ConnectRequest, ConnectRequest>? change = null,
        Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>>? onSend = null)
    {
        LabFixture bench = new();
        bench.OnSend = onSend ?? bench.OnSend;
        ConnectRequest request = new()
        {
            Cloud = EcsCloud.OpenStack,
            Name = "lab",
            Endpoint = new Uri(lab.Identity),
            UserName = OpenStackLab.User,
            Password = new NetworkCredential("", lab.Password).SecurePassword,
            ProjectName = OpenStackLab.User,
            HandlerFactory = () => new Hands(bench),
        };
        bench.Account = await bench._accounts.ConnectAsync(change?.Invoke(request) ?? request, Token);
        return bench;
    }

    public async Task<EcsInstance> FindAsync(string id) => (await InstanceLookup.FindByIdAsync(Account, [id], Token))[id];

    /// <summary>Plans an operation for one server and carries it out.</summary>
    public async Task<OperationResult> RunAsync(string id, OperationOptions options)
    {
        IReadOnlyList<PlannedOperation> plans = await OperationPlanner.PlanAsync(Account, options, [await FindAsync(id)], Token);
        Assert.All(plans[0].Plan.Requirements, r => Assert.NotEqual(EcsRequirementOutcome.Failed, r.Outcome));
        OperationResult? result = null;
        await RolloutRunner.RunAllAsync(plans, Journal, new Rollout(), r => result = r, Token);
        return result!;
    }

    /// <summary>Plans an operation for one server.</summary>
    public async Task<EcsPlan> PlanAsync(string id, OperationOptions options) =>
        (await OperationPlanner.PlanAsync(Account, options, [await FindAsync(id)], Token))[0].Plan;

    public void Dispose()
    {
        _accounts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Hands(LabFixture bench) : DelegatingHandler(CloudHttp.CreateNetworkHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (bench.Requests)
            {
                bench.Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            }

            return bench.OnSend(request, () => base.SendAsync(request, cancellationToken));
        }
    }
}
