using System;
using System.Collections.Generic;
using System.Linq;

using EcsTools.Sandbox.Emulators.Huawei.Identity;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

using Newtonsoft.Json.Linq;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>A request that has found its route, with all that answering it takes.</summary>
internal sealed class RequestContext
{
    private JObject? _body;

    /// <summary>The request.</summary>
    public required SandboxRequest Request { get; init; }

    /// <summary>Its route.</summary>
    public required Route Route { get; init; }

    /// <summary>The values of the route's braces.</summary>
    public required IReadOnlyDictionary<string, string> Path { get; init; }

    /// <summary>Its query.</summary>
    public required Query Query { get; init; }

    /// <summary>What the host name tells; null on loopback.</summary>
    public required HostMapping? Host { get; init; }

    /// <summary>Who calls; null where the route is open.</summary>
    public required AuthenticatedCaller? Caller { get; init; }

    /// <summary>The projects that this host serves.</summary>
    public required IReadOnlyList<Project> Projects { get; init; }

    /// <summary>The project that the call concerns.</summary>
    public required Project Project { get; init; }

    /// <summary>The tokens and temporary keys given out.</summary>
    public required TokenStore Tokens { get; init; }

    /// <summary>What the door stands in front of.</summary>
    public required EmulatorContext Context { get; init; }

    /// <summary>The world that the call concerns.</summary>
    public RegionBackend Backend => Project.Backend;

    /// <summary>Choices that no source settles.</summary>
    public HuaweiUndocumentedBehavior Undocumented => Context.UndocumentedBehavior.Huawei;

    /// <summary>True on Open Telekom Cloud.</summary>
    public bool IsOtc => Backend.Cloud == SandboxCloud.OpenTelekom;

    /// <summary>The body.</summary>
    /// <exception cref="ApiErrorException">It is no JSON object.</exception>
    public JObject Body => _body ??= JsonBody.Read(Request.Body) ?? throw Malformed("request body is illegal.");

    /// <summary>What counters call it, without cloud.</summary>
    public string OperationName => Route.IsNamedByBody && JsonBody.Read(Request.Body)?.Properties().FirstOrDefault()?.Name is { } member
        ? $"{Route.Method} {member}"
        : $"{Route.Method} {Route.Name}";

    /// <summary>The server named in the path.</summary>
    /// <exception cref="ApiErrorException">There is none.</exception>
    public Server Server => Backend.FindServer(Path["s"]) ?? throw ErrorResponses.NoServer(Route.Service, Path["s"]);

    /// <summary>An address of a service as a client of this call can reach it: on the clouds' hosts by name, else where the call came in.</summary>
    /// <param name="service">The service.</param>
    /// <returns>The address without closing slash.</returns>
    public string AddressOf(Service service) => Host is null
        ? $"http://{Request.Header("host")}"
        : FormattableString.Invariant($"https://{HostMapping.LabelOf(service)}.{Backend.Region}{Host.Suffix}");

    /// <summary>A refusal of the body or a parameter in the route's own shape.</summary>
    /// <param name="message">The text.</param>
    /// <returns>The refusal.</returns>
    public ApiErrorException Malformed(string message) => ErrorResponses.Malformed(Route.Service, message);

    /// <summary>The ids of the body's list of servers.</summary>
    /// <param name="parent">The object that has the member <c>servers</c>.</param>
    /// <param name="most">How many there may be (docs/contracts/huawei-ecs.md 8).</param>
    /// <returns>The ids.</returns>
    /// <exception cref="ApiErrorException">There are none, or too many.</exception>
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
