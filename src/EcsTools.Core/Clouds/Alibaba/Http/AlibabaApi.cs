using System.Globalization;

using EcsTools.Core.Credentials;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Speaks to ECS, VPC and STS in one region: <c>POST /</c> with all parameters in the query
/// (docs/contracts/alibaba-ecs.md 1.2).</summary>
internal sealed class AlibabaApi : IDisposable
{
    /// <summary>The version of STS.</summary>
    public const string StsVersion = "2015-04-01";

    private const string EcsVersion = "2014-05-26";
    private const string VpcVersion = "2016-04-28";

    // What the VPC API does for servers (docs/contracts/alibaba-ecs-lifecycle.md 1.6 and 9.4); everything else is ECS.
    private static readonly HashSet<string> VpcActions = new(StringComparer.Ordinal) { "DescribeEipAddresses", "ModifyEipAddressAttribute", "DescribeVSwitches" };
    private readonly CloudHttp _http;
    private readonly Uri _ecs;
    private readonly Uri _sts;
    private readonly Uri _vpc;

    public AlibabaApi(CloudConnection connection, IAccessKeyProvider keys)
    {
        _ecs = AlibabaEndpoints.Ecs(connection);
        _sts = AlibabaEndpoints.Sts(connection);
        _vpc = AlibabaEndpoints.Vpc(connection);
        Connection = connection;
        _http = new CloudHttp(connection.HandlerFactory(), new AlibabaDialect(keys, connection.Wall), connection.Time, connection.Allowance);
    }

    /// <summary>Where and how.</summary>
    public CloudConnection Connection { get; }

    /// <summary>The account's key for the objects read through it; empty until the credential was proved.</summary>
    public string AccountKey { get; private set; } = "";

    /// <summary>Who one is, for the objects read through the account; empty until the credential was proved.</summary>
    public string Identity { get; private set; } = "";

    /// <summary>Asks STS who one is (docs/contracts/alibaba-ecs.md 2.5).</summary>
    public async Task<CallerIdentity> ProveAsync(CancellationToken cancellation)
    {
        CloudRequest call = Describe("GetCallerIdentity", StsVersion, _sts, new AlibabaParameters(), RequestIdempotency.ReadOnly, null);
        CloudResponse answer = await _http.SendAsync(call, cancellation).ConfigureAwait(false);
        JObject body = answer.ReadObject(call);
        string account = body.Text("AccountId") ?? throw answer.Malformed(call, "it contains no account");
        AccountKey = AccountKeys.Make(EcsCloud.Alibaba, null, account, Connection.Region);
        string name = body.Text("Arn") ?? account;
        Identity = WithoutSession(name);
        return new CallerIdentity(account, name) { Key = Identity };
    }

    /// <summary>Finds the service that has an action.</summary>
    /// <returns>The name that its rights begin with, for example ecs.</returns>
    public static string ServiceOf(string action) => VpcActions.Contains(action) ? "vpc" : "ecs";

    /// <summary>Sends one call to ECS or VPC.</summary>
    /// <param name="parameters">Its parameters; the region is added, also where it is none: that does no harm.</param>
    /// <param name="instanceId">The server it concerns, for errors, or null.</param>
    /// <exception cref="EcsException">The cloud refused, could not be reached, or the answer was lost.</exception>
    public async Task<JObject> CallAsync(
        string action, AlibabaParameters parameters, RequestIdempotency safety, string? instanceId, CancellationToken cancellation)
    {
        CloudRequest call = DescribeRegional(action, parameters, safety, instanceId);
        return (await _http.SendAsync(call, cancellation).ConfigureAwait(false)).ReadObject(call);
    }

    /// <summary>Reads one page of a list with tokens (docs/contracts/alibaba-ecs.md 3.2).</summary>
    /// <param name="list">Where the rows are: the outer and the inner name, for example Instances and Instance.</param>
    /// <param name="pageSize">How many rows; without it the service gives ten.</param>
    /// <param name="onNext">Takes the token of the next page as soon as it is known: it stands before the rows. Null if it is not needed before they are read.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<T>> ReadPageAsync<T>(
        string action,
        AlibabaParameters parameters,
        (string Outer, string Inner) list,
        int pageSize,
        string? token,
        Action<string>? onNext,
        Func<JsonRow, T> map,
        CancellationToken cancellation)
    {
        CloudRequest call = DescribeRegional(action, parameters.Add("MaxResults", pageSize).Add("NextToken", token), RequestIdempotency.ReadOnly, null);
        if (onNext is not null)
        {
            call = call with { Early = new EarlyField("NextToken", next => Tell(next, token, onNext)) };
        }

        CloudResponse reply = await _http.SendAsync(call, cancellation).ConfigureAwait(false);
        (JsonRow answer, IReadOnlyList<T> rows) = reply.ReadRows(call, [list.Outer, list.Inner], map);
        string? next = answer.Text("NextToken");
        return next is null || next != token ? new Page<T>(rows, next) : throw new EcsException(
            EcsErrorId.MalformedAnswer, $"{action} returned the same page token twice.")
        {
            RequestId = answer.Text("RequestId"),
        };
    }

    /// <summary>Reads one page of a list with page numbers (docs/contracts/alibaba-ecs.md 3.18, 3.19).</summary>
    /// <param name="number">Null for the first page, else what the page before gave.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<JObject>> ReadNumberedPageAsync(
        string action, AlibabaParameters parameters, (string Outer, string Inner) list, int pageSize, string? number, CancellationToken cancellation)
    {
        int page = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 1;
        parameters.Add("PageNumber", page).Add("PageSize", pageSize);
        JObject answer = await CallAsync(action, parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        JObject[] rows = [.. answer.Object(list.Outer).Objects(list.Inner)];

        // The total may be missing; a page that is not full is the last one in any case.
        bool isLast = rows.Length < pageSize || (answer.Integer("TotalCount") is { } total && (long)page * pageSize >= total);
        return new Page<JObject>(rows, isLast ? null : (page + 1).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads all pages of a list with tokens.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public Task<IReadOnlyList<JObject>> ReadAllAsync(
        string action, AlibabaParameters parameters, (string Outer, string Inner) list, int pageSize, CancellationToken cancellation) =>
        ReadAllAsync(action, parameters, list, pageSize, static row => row.ToObject(), cancellation);

    /// <summary>Reads all pages of a list with tokens, row by row.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<IReadOnlyList<T>> ReadAllAsync<T>(
        string action, AlibabaParameters parameters, (string Outer, string Inner) list, int pageSize, Func<JsonRow, T> map, CancellationToken cancellation)
    {
        List<T> rows = [];
        string? token = null;
        do
        {
            Page<T> page = await ReadPageAsync(action, parameters, list, pageSize, token, null, map, cancellation).ConfigureAwait(false);
            rows.AddRange(page.Items);
            token = page.Continuation;
        }
        while (token is not null);

        return rows;
    }

    public void Dispose() => _http.Dispose();

    private static void Tell(string next, string? token, Action<string> onNext)
    {
        // The same token again is refused with its page.
        if (next != token)
        {
            onNext(next);
        }
    }

    private CloudRequest DescribeRegional(string action, AlibabaParameters parameters, RequestIdempotency safety, string? instanceId) =>
        VpcActions.Contains(action)
            ? Describe(action, VpcVersion, _vpc, parameters.Add("RegionId", Connection.Region), safety, instanceId)
            : Describe(action, EcsVersion, _ecs, parameters.Add("RegionId", Connection.Region), safety, instanceId);

    /// <summary>A call with all parameters in the query (docs/contracts/alibaba-ecs.md 1.2).</summary>
    /// <param name="instanceId">The server it concerns, or null.</param>
    internal static CloudRequest Describe(
        string action, string version, Uri root, AlibabaParameters parameters, RequestIdempotency safety, string? instanceId) =>
        new(action, HttpMethod.Post, new Uri(root, "?" + parameters.ToQuery()), safety)
        {
            InstanceId = instanceId,
            Headers = new Dictionary<string, string> { ["x-acs-action"] = action, ["x-acs-version"] = version, ["accept"] = "application/json" },
        };

    // acs:ram::account:assumed-role/role/session: the session has another name each time the role is taken on.
    private static string WithoutSession(string arn)
    {
        int role = arn.IndexOf(":assumed-role/", StringComparison.Ordinal);
        int session = arn.LastIndexOf('/');
        return role >= 0 && session > arn.IndexOf('/', role) ? arn.Substring(0, session) : arn;
    }
}
