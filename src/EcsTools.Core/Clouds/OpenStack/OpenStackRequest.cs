using System;
using System.Collections.Generic;
using System.Net.Http;

using EcsTools.Core.Http;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>A call before the service's address is known.</summary>
/// <param name="Operation">A name for messages and for limits.</param>
/// <param name="Method">The method.</param>
/// <param name="Service">The service.</param>
/// <param name="Path">The path below the service's API version, beginning with a slash.</param>
internal sealed record OpenStackRequest(string Operation, HttpMethod Method, OpenStackService Service, string Path)
{
    /// <summary>Names and values of the query, not encoded.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = Array.Empty<(string, string)>();

    /// <summary>The body, or null.</summary>
    public JObject? Body { get; init; }

    /// <summary>Whether it may be repeated.</summary>
    public CallSafety Safety { get; init; } = CallSafety.Read;

    /// <summary>The server it concerns, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>A GET.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="service">The service.</param>
    /// <param name="path">The path.</param>
    /// <param name="query">The query.</param>
    /// <returns>The request.</returns>
    public static OpenStackRequest Get(string operation, OpenStackService service, string path, params (string Name, string Value)[] query) =>
        new(operation, HttpMethod.Get, service, path) { Query = query };

    /// <summary>The operation only, since the body may hold a password.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Operation;
}
