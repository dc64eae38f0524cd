namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>One call of the API. In the path, <c>{p}</c> is the project and other placeholders are ids. <c>Name</c> is used by counters,
/// without cloud and method.</summary>
internal sealed record Route(string Method, string Template, string Name, Service Service, Func<RequestContext, ApiResponse> Handle)
{
    private readonly string[] _segments = Template.Split('/');

    /// <summary>The only cloud that has it; null for both.</summary>
    public SandboxCloud? Only { get; init; }

    public bool IsOpen { get; init; }

    /// <summary>Identity calls never count as writes.</summary>
    public bool IsWrite { get; init; } = Method is not ("GET" or "HEAD") && Service != Service.Iam;

    /// <summary>True if a request with dry_run is only checked, so that it writes nothing.</summary>
    public bool HasDryRun { get; init; }

    /// <summary>True if the operation is the first member of the body: <c>os-start</c>.</summary>
    public bool IsNamedByBody { get; init; }

    /// <summary>The first member of the body with which it only reads; null if there is none.</summary>
    public string? ReadingMember { get; init; }

    /// <summary>Returns the values of the placeholders, or null.</summary>
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
