using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>Tokens and temporary keys (docs/contracts/huawei-ecs.md 1.3).</summary>
internal static class TokensApi
{
    private const int LeastSeconds = 900;
    private const int MostSeconds = 86400;

    /// <summary>Returns 201 with the token in a header.</summary>
    public static ApiResponse Create(RequestContext call)
    {
        JObject auth = call.Body.Object("auth") ?? throw call.Malformed("auth is missing");
        JObject identity = auth.Object("identity") ?? throw call.Malformed("identity is missing");
        IReadOnlyList<string> methods = identity.Texts("methods");
        string? agency = null;
        switch (methods.FirstOrDefault())
        {
            case "password":
                CheckPassword(call, identity);
                CheckPasscode(call, identity, methods);
                break;
            case "token":
                Require(call, call.Tokens.Find(identity.Object("token").Text("id") ?? call.Request.Header("x-auth-token")));
                break;
            case "assume_role":
                Require(call, call.Tokens.Find(call.Request.Header("x-auth-token")));
                agency = Agency(call, identity.Object("assume_role"));
                break;
            default:
                throw call.Malformed("there is no such method");
        }

        Token token = call.Tokens.Issue(methods, ScopeOf(call, auth.Object("scope")), agency);
        return WithToken(call, token, 201);
    }

    public static ApiResponse Check(RequestContext call)
    {
        ApiResponse response = WithToken(call, Subject(call), 200);
        return call.Request.Method == "HEAD" ? response with { Body = "" } : response;
    }

    /// <summary>OTC only.</summary>
    public static ApiResponse Drop(RequestContext call)
    {
        call.Tokens.Drop(Subject(call));
        return new ApiResponse(204);
    }

    public static ApiResponse CreateKey(RequestContext call)
    {
        JObject identity = call.Body.Object("auth").Object("identity") ?? throw call.Malformed("identity is missing");
        JObject? options;
        switch (identity.Texts("methods").FirstOrDefault())
        {
            case "token":
                options = identity.Object("token");
                Require(call, options.Text("id") is { } text ? call.Tokens.Find(text) : call.Caller!.Token);
                break;
            case "assume_role":
                options = identity.Object("assume_role");
                Agency(call, options);
                break;
            default:
                throw call.Malformed("there is no such method");
        }

        IssuedTemporaryKey key = call.Tokens.IssueKey(TimeSpan.FromSeconds(Duration(call, options)));
        return ApiResponse.Ok(w => w.PutObject("credential", c =>
        {
            c.Put("access", key.Access);
            c.Put("secret", key.Secret);
            c.Put("securitytoken", key.SecurityToken);
            c.Put("expires_at", Times.Microseconds(key.ExpiresAt));
        })) with
        { Status = 201 };
    }

    /// <summary>The project of a scope among those of this host; null for the account or if none matches.</summary>
    public static Project? ProjectOf(IReadOnlyList<Project> projects, JObject? scope)
    {
        JObject? project = scope.Object("project");
        string? id = project.Text("id");
        string? name = project.Text("name");
        return projects.FirstOrDefault(p => id is null ? p.Backend.Region == name : p.Backend.AccountId == id);
    }

    private static RegionBackend? ScopeOf(RequestContext call, JObject? scope)
    {
        if (scope.Object("project") is not null)
        {
            return (ProjectOf(call.Projects, scope) ?? throw Unauthorized(call)).Backend;
        }

        JObject? domain = scope.Object("domain");
        return domain is null || IsTenant(call.Context.Tenant, domain) ? null : throw Unauthorized(call);
    }

    private static void CheckPassword(RequestContext call, JObject identity)
    {
        JObject user = identity.Object("password").Object("user") ?? throw call.Malformed("user is missing");
        Tenant tenant = call.Context.Tenant;
        bool isUser = user.Text("id") is { } id
            ? id == tenant.UserId
            : user.Text("name") == tenant.UserName && IsTenant(tenant, user.Object("domain"));
        if (!isUser || user.Text("password") != call.Context.Credentials.Password)
        {
            throw Unauthorized(call);
        }
    }

    private static void CheckPasscode(RequestContext call, JObject identity, IReadOnlyList<string> methods)
    {
        if (call.Undocumented.Passcode is not { } passcode)
        {
            return;
        }

        JObject? totp = identity.Object("totp");
        if (!methods.Contains("totp") || totp.Object("user").Text("id") != call.Context.Tenant.UserId || totp.Text("passcode") != passcode)
        {
            throw Unauthorized(call);
        }
    }

    /// <summary>The agency to assume; clients of OTC use another name for the field (docs/contracts/huawei-ecs.md 1.3).</summary>
    private static string Agency(RequestContext call, JObject? options)
    {
        string? name = options.Text("agency_name") ?? options.Text("xrole_name");
        string? domainName = options.Text("domain_name");
        Tenant tenant = call.Context.Tenant;
        bool isTenant = domainName is null ? options.Text("domain_id") == tenant.DomainId : domainName == tenant.DomainName;
        return name is null ? throw call.Malformed("agency_name is missing")
            : isTenant && name == call.Undocumented.AgencyName ? name
            : throw ErrorResponses.Identity("IAM.0004", "agency not found", 404);
    }

    private static int Duration(RequestContext call, JObject? options) => options?["duration_seconds"] switch
    {
        null => LeastSeconds,
        JValue { Type: JTokenType.Integer, Value: long seconds and >= LeastSeconds and <= MostSeconds } => (int)seconds,
        _ => throw call.Malformed("duration_seconds is invalid"),
    };

    private static bool IsTenant(Tenant tenant, JObject? domain) =>
        domain.Text("id") is { } id ? id == tenant.DomainId : domain.Text("name") == tenant.DomainName;

    private static Token Subject(RequestContext call) =>
        call.Tokens.Find(call.Request.Header("x-subject-token")) ?? throw ErrorResponses.Identity("IAM.0004", "token not found", 404);

    private static void Require(RequestContext call, Token? token)
    {
        if (token is null)
        {
            throw Unauthorized(call);
        }
    }

    private static ApiErrorException Unauthorized(RequestContext call) => call.Undocumented.LoginIsRefusedByKeystone
        ? ErrorResponses.Keystone("Unauthorized.", "Unauthorized", 401)
        : ErrorResponses.Identity("IAM.0062", "wrong user name or password", 401);

    private static ApiResponse WithToken(RequestContext call, Token token, int status) =>
        ApiResponse.Ok(w => TokenJson.Write(w, call, token)) with { Status = status, Headers = [new("X-Subject-Token", token.Text)] };
}
