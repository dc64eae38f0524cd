using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>One call of the clouds' APIs.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path without leading slash; <c>{p}</c> is the project, other braces are ids.</param>
/// <param name="Name">What counters call it, without cloud and method.</param>
/// <param name="Service">Who serves it.</param>
/// <param name="Handle">What it does.</param>
internal sealed record Route(string Method, string Template, string Name, Service Service, Func<RequestContext, ApiResponse> Handle)
{
    private readonly string[] _segments = Template.Split('/');

    /// <summary>The only cloud that has it; null for both.</summary>
    public SandboxCloud? Only { get; init; }

    /// <summary>True if it needs no authentication.</summary>
    public bool IsOpen { get; init; }

    /// <summary>True if it changes something. Identity calls never count as such.</summary>
    public bool IsWrite { get; init; } = Method is not ("GET" or "HEAD") && Service != Service.Iam;

    /// <summary>True if the operation is the first member of the body: <c>os-start</c>.</summary>
    public bool IsNamedByBody { get; init; }

    /// <summary>Tells whether a path is this route's.</summary>
    /// <param name="path">The path's decoded segments.</param>
    /// <returns>The values of the braces, or null.</returns>
    public IReadOnlyDictionary<string, string>? Match(string[] path)
    {
        if (path.Length != _segments.Length)
        {
            return null;
        }

        Dictionary<string, string> values = new(StringComparer.Ordinal);
        for (int i = 0; i < path.Length; i++)
        {
            string expected = _segments[i];
            if (expected[0] == '{')
            {
                values[expected.Substring(1, expected.Length - 2)] = path[i];
            }
            else if (expected != path[i])
            {
                return null;
            }
        }

        return values;
    }
}
