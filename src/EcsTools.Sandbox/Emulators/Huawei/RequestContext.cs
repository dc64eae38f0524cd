using EcsTools.Sandbox.Emulators.Huawei.Identity;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Huawei;

internal sealed class RequestContext
{
    private JObject? _body;

    public required SandboxRequest Request { get; init; }

    public required Route Route { get; init; }

    /// <summary>The values of the route's placeholders.</summary>
    public required IReadOnlyDictionary<string, string> Path { get; init; }

    public required Query Query { get; init; }

    /// <summary>Null on loopback.</summary>
    public required HostMapping? Host { get; init; }

    /// <summary>Null if the route needs no authentication.</summary>
    public required AuthenticatedCaller? Caller { get; init; }

    public required IReadOnlyList<Project> Projects { get; init; }

    public required Project Project { get; init; }

    public required TokenStore Tokens { get; init; }

    public required EmulatorContext Context { get; init; }

    public RegionBackend Backend => Project.Backend;

    public HuaweiUndocumentedBehavior Undocumented => Context.UndocumentedBehavior.Huawei;

    public bool IsOtc => Backend.Cloud == SandboxCloud.OpenTelekom;

    public JObject Body => _body ??= JsonBody.Read(Request.Body) ?? throw Malformed("request body is illegal.");

    /// <summary>The name in counters, without cloud.</summary>
    public string OperationName => Route.IsNamedByBody && FirstMember is { } member ? $"{Route.Method} {member}" : $"{Route.Method} {Route.Name}";

    public bool IsWrite =>
        Route.IsWrite
        && (Route.ReadingMember is not { } reading || FirstMember != reading)
        && !(Route.HasDryRun && JsonBody.Read(Request.Body).IsTrue("dry_run"));

    public Server Server => Backend.FindServer(Path["s"]) ?? throw ErrorResponses.NoServer(Route.Service, Path["s"]);

    /// <summary>An address of a service that the client can reach: on the clouds' hosts by name, else where the request arrived. No
    /// closing slash.</summary>
    public string AddressOf(Service service) => Host is null
        ? $"http://{Request.Header("host")}"
        : FormattableString.Invariant($"https://{HostMapping.LabelOf(service)}.{Backend.Region}{Host.Suffix}");

    private string? FirstMember => JsonBody.Read(Request.Body)?.Properties().FirstOrDefault()?.Name;

    public ApiErrorException Malformed(string message) => ErrorResponses.Malformed(Route.Service, message);

    /// <summary>The ids in the member <c>servers</c> (docs/contracts/huawei-ecs.md 8).</summary>
    public IReadOnlyList<string> ServerIds(JObject parent, int most)
    {
        IReadOnlyList<string?> ids = [.. (parent.Objects("servers") ?? []).Select(s => s.Text("id"))];
        if (ids.Count == 0 || ids.Contains(null))
        {
            throw Malformed("The list of servers is empty or malformed.");
        }

        return ids.Count <= most ? [.. ids.OfType<string>()] : throw ErrorResponses.Error("Ecs.0118", "too many servers in one call");
    }
}
