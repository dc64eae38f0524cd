using System;
using System.Collections.Generic;
using System.Net.Http;

using EcsTools.Core.Http;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A call before host and project are known.</summary>
/// <param name="Operation">The operation's name for messages.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Service">The service.</param>
/// <param name="Path">The path; <c>{p}</c> stands for the project id. What else is variable in it has been checked to be an id or a name.</param>
internal sealed record HuaweiRequest(string Operation, HttpMethod Method, HuaweiService Service, string Path)
{
    /// <summary>Names and values of the query, not encoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = Array.Empty<KeyValuePair<string, string>>();

    /// <summary>The body, or null.</summary>
    public JObject? Body { get; init; }

    /// <summary>Whether it may be repeated.</summary>
    public CallSafety Safety { get; init; } = CallSafety.Read;

    /// <summary>The server it concerns, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The operation only.</summary>
    /// <returns>The text, so that no password in the body gets into a message.</returns>
    public override string ToString() => Operation;

    /// <summary>A GET.</summary>
    /// <param name="operation">The operation's name for messages.</param>
    /// <param name="service">The service.</param>
    /// <param name="path">The path.</param>
    /// <param name="query">Names and values of the query, not encoded.</param>
    /// <returns>The request.</returns>
    public static HuaweiRequest Get(string operation, HuaweiService service, string path, params (string Name, string Value)[] query) =>
        new(operation, HttpMethod.Get, service, path) { Query = Array.ConvertAll(query, q => new KeyValuePair<string, string>(q.Name, q.Value)) };
}
