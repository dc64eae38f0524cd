using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>A call before the service's address is known.</summary>
/// <param name="Path">
/// The path, beginning with a slash: on OpenStack below the service's API version, on Huawei whole, where <c>{p}</c> stands for the
/// project's id. Ids in it have passed <see cref="CloudId"/>.
/// </param>
internal sealed record ApiRequest(string Operation, HttpMethod Method, ApiService Service, string Path)
{
    /// <summary>The header in which <see cref="Microversion"/> is sent.</summary>
    public const string VersionHeader = "OpenStack-API-Version";

    /// <summary>Names and values of the query, not encoded.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = Array.Empty<(string, string)>();

    public JObject? Body { get; init; }

    public RequestIdempotency Safety { get; init; } = RequestIdempotency.ReadOnly;

    /// <summary>The server it concerns, or null.</summary>
    public string? InstanceId { get; init; }

    public static ApiRequest Get(string operation, ApiService service, string path, params (string Name, string Value)[] query) =>
        new(operation, HttpMethod.Get, service, path) { Query = query };

    /// <summary>A write that is sent once, whatever becomes of its answer.</summary>
    public static ApiRequest Once(string operation, HttpMethod method, ApiService service, string path, JObject? body, string? instanceId) =>
        new(operation, method, service, path) { Body = body, Safety = RequestIdempotency.NonIdempotent, InstanceId = instanceId };

    /// <summary>The version of the service's API that the call needs, for example <c>volume 3.42</c>; null for what the service is spoken to in.</summary>
    public string? Microversion { get; init; }

    /// <summary>By which the service recognizes a request that it has had before (docs/contracts/huawei-ecs-lifecycle.md 9.1); null for none.</summary>
    public string? ClientToken { get; init; }

    /// <summary>What is wanted of the answer before all of it has come, or null.</summary>
    public EarlyField? Early { get; init; }

    /// <summary>The operation only, since the body may hold a password.</summary>
    public override string ToString() => Operation;
}
