using EcsTools.Sandbox.Emulators.Huawei.Identity;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>Emulates Huawei Cloud and Open Telekom Cloud, which share one API in two dialects. The host name selects the cloud; on
/// loopback the project does: in the path, in a header, or in the token.</summary>
internal sealed class HuaweiEmulator : IApiEmulator
{
    private readonly EmulatorContext _context;
    private readonly RequestAuthorizer _authorizer;
    private readonly IReadOnlyList<Project> _projects;

    /// <summary><paramref name="now"/> is wall time, for signatures and tokens.</summary>
    public HuaweiEmulator(EmulatorContext context, Func<DateTimeOffset>? now = null)
    {
        _context = context;
        Tokens = new TokenStore(now ?? (() => DateTimeOffset.UtcNow));
        _authorizer = new RequestAuthorizer(context, Tokens);
        _projects = [.. context.Backends.Where(w => w.Cloud is SandboxCloud.Huawei or SandboxCloud.OpenTelekom).Select(w => new Project(w))];
    }

    internal TokenStore Tokens { get; }

    public bool Owns(SandboxRequest request)
    {
        if (HostMapping.Of(request.Header("host")) is not null)
        {
            return true;
        }

        // On loopback Alibaba's emulator has the same address; its paths do not begin with a version.
        string path = request.RawPath;
        return path.Length > 2 && path.StartsWith("/v", StringComparison.Ordinal) && char.IsDigit(path[2]);
    }

    public SandboxResponse Handle(SandboxRequest request)
    {
        Handled handled = new();
        ApiResponse response;
        try
        {
            response = Route(request, handled);
        }
        catch (ApiErrorException error)
        {
            response = error.Response;
        }

        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["X-Request-Id"] = response.RequestId ?? Guid.NewGuid().ToString("N"),
        };
        foreach (KeyValuePair<string, string> header in response.Headers)
        {
            headers[header.Key] = header.Value;
        }

        return new SandboxResponse
        {
            Status = response.Status,
            Body = response.Body,
            Headers = headers,
            Operation = handled.Operation,
            IsWrite = handled.IsWrite,
        };
    }

    /// <summary>For tests; use the project under the gate of the backend.</summary>
    internal Project ProjectOf(RegionBackend backend) => _projects.First(p => p.Backend == backend);

    private ApiResponse Route(SandboxRequest request, Handled handled)
    {
        HostMapping? mapping = HostMapping.Of(request.Header("host"));
        IReadOnlyList<Project> projects = mapping is null ? _projects : [.. _projects.Where(p => IsAt(p.Backend, mapping))];
        string[] path = [.. request.RawPath.Trim('/').Split('/').Select(Uri.UnescapeDataString)];
        (Route? route, IReadOnlyDictionary<string, string> values) = Routes.Find(request.Method, path)
            .FirstOrDefault(r => mapping is null || mapping.Serves(r.Route.Service));
        if (route is null || projects.Count == 0)
        {
            throw ErrorResponses.NoSuchApi();
        }

        AuthenticatedCaller? caller = route.IsOpen ? null : _authorizer.Authorize(request);
        Query query = new(request.RawQuery);
        Project project = FindProject(request, route, values, query, caller, projects);
        if (route.Only is { } only && only != project.Backend.Cloud)
        {
            throw ErrorResponses.NoSuchApi();
        }

        RequestContext call = new()
        {
            Request = request,
            Route = route,
            Path = values,
            Query = query,
            Host = mapping,
            Caller = caller,
            Projects = projects,
            Project = project,
            Tokens = Tokens,
            Context = _context,
        };
        lock (project.Backend.Gate)
        {
            project.Backend.Events.RunDue();
            Count(call, handled);
            return route.Handle(call);
        }
    }

    private void Count(RequestContext call, Handled handled)
    {
        handled.Operation = $"{(call.IsOtc ? "otc" : "huawei")}:{call.OperationName}";
        handled.IsWrite = call.IsWrite;
        switch (_context.Faults.Begin(handled.Operation, handled.IsWrite))
        {
            case FaultKind.Throttle:
                throw ErrorResponses.Throttled(ThrottleForm(call), call.Backend.Cloud, handled.IsWrite);
            case FaultKind.ServerError:
                throw ErrorResponses.Broken(call.Route.Service);
        }
    }

    // The first throttled request has the form that was chosen, the next ones the others.
    private HuaweiThrottle ThrottleForm(RequestContext call) =>
        (HuaweiThrottle)(((int)call.Undocumented.Throttle + Math.Max(0, _context.Faults.ThrottleFaults - 1)) % 3);

    private static bool IsAt(RegionBackend backend, HostMapping mapping) => backend.Cloud == mapping.Cloud && (mapping.Region is null || mapping.Region == backend.Region);

    /// <summary>The project by path, header, token, host, or what an identity call specifies.</summary>
    private static Project FindProject(
        SandboxRequest request,
        Route route,
        IReadOnlyDictionary<string, string> values,
        Query query,
        AuthenticatedCaller? caller,
        IReadOnlyList<Project> projects)
    {
        string? inPath = values.TryGetValue("p", out string? p) ? p : null;
        string? inHeader = request.Header("x-project-id");
        string? inToken = caller?.Token?.Backend?.AccountId;
        if (route.Service == Service.Iam)
        {
            string? named = inToken ?? inHeader;
            return projects.FirstOrDefault(i => i.Backend.AccountId == named)
                ?? projects.FirstOrDefault(i => i.Backend.Region == query["name"])
                ?? (route.IsOpen ? TokensApi.ProjectOf(projects, JsonBody.Read(request.Body).Object("auth").Object("scope")) : null)
                ?? projects[0];
        }

        if (route.Service == Service.Bss)
        {
            Project[] own = [.. projects.Where(p => p.Backend.Cloud == SandboxCloud.Huawei)];
            string? asked = inToken ?? JsonBody.Read(request.Body).Text("project_id");
            return own.FirstOrDefault(p => p.Backend.AccountId == asked) ?? own.FirstOrDefault() ?? throw ErrorResponses.NoSuchApi();
        }

        // A token for the account opens no project; a header or a token for another project than the path's does not open this one.
        bool isScoped = caller?.Token is null || inToken is not null;
        string? id = inPath ?? inHeader ?? inToken ?? (projects.Count == 1 ? projects[0].Backend.AccountId : null);
        if (id is null)
        {
            throw ErrorResponses.Malformed(route.Service, "The project is not known: send X-Project-Id.");
        }

        bool agrees = isScoped && (inHeader ?? id) == id && (inToken ?? id) == id;
        return (agrees ? projects.FirstOrDefault(i => i.Backend.AccountId == id) : null) ?? throw ErrorResponses.WrongProject(route.Service);
    }

    private sealed class Handled
    {
        public string? Operation { get; set; }

        public bool IsWrite { get; set; }
    }
}
