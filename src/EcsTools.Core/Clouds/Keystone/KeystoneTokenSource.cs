using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Http;
using EcsTools.Core.Operations;
using EcsTools.Model;

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Keystone;

/// <summary>Logs in, holds the token and renews it at half its life or when the cloud refuses it (Huawei contract 1.3). Thread-safe.</summary>
internal sealed class KeystoneTokenSource : IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(24);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CloudHttp _http;
    private readonly Uri _address;
    private readonly KeystoneLogin _login;
    private readonly TimeProvider _wall;
    private volatile KeystoneToken? _token;
    private EcsException? _refusal;

    /// <summary>Makes a source; nothing is sent yet.</summary>
    /// <param name="http">Sends the login; disposed with this object.</param>
    /// <param name="identity">The identity service, with or without <c>/v3</c>.</param>
    /// <param name="login">Who logs in.</param>
    /// <param name="wall">The clock on the wall.</param>
    public KeystoneTokenSource(CloudHttp http, Uri identity, KeystoneLogin login, TimeProvider wall)
    {
        string root = identity.AbsoluteUri.TrimEnd('/');
        _http = http;
        _address = new Uri((root.EndsWith("/v3", StringComparison.Ordinal) ? root : root + "/v3") + "/auth/tokens?nocatalog=true");
        _login = login;
        _wall = wall;
    }

    /// <summary>The token to use now.</summary>
    /// <param name="cancellation">Stops a login.</param>
    /// <returns>The token.</returns>
    /// <exception cref="EcsException">The login was refused or the service cannot be reached.</exception>
    public async Task<KeystoneToken> GetAsync(CancellationToken cancellation)
    {
        if (_token is { } held && _wall.GetUtcNow() < held.RenewAt)
        {
            return held;
        }

        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = _wall.GetUtcNow();
            if (_token is not { } token)
            {
                return await LogInAsync(cancellation).ConfigureAwait(false);
            }

            return now < token.RenewAt ? token : await RenewInTimeAsync(token, now, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Replaces a token that the cloud has refused.</summary>
    /// <param name="refused">The token; if it has been replaced meanwhile, nothing is sent.</param>
    /// <param name="cancellation">Stops the login.</param>
    /// <returns>A task that ends when there is another token.</returns>
    /// <exception cref="EcsException">The login was refused or the service cannot be reached.</exception>
    public async Task RenewAsync(KeystoneToken refused, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_token?.Value == refused.Value)
            {
                _token = null;
                await LogInAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private async Task<KeystoneToken> RenewInTimeAsync(KeystoneToken token, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return await LogInAsync(cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (now < token.ExpiresAt)
        {
            // The token in hand is still good; a renewal that fails early is no reason to fail the user's command.
            ActivityLog.Current.Verbose($"The token could not be renewed ({error.ErrorId}); the present one is good until {token.ExpiresAt:u}.");
            return _token = token with { RenewAt = now + PauseAfterFailure };
        }
    }

    private async Task<KeystoneToken> LogInAsync(CancellationToken cancellation)
    {
        // A password does not become right by being sent again, but repeating a wrong one locks the user out.
        if (_refusal is not null)
        {
            throw _refusal;
        }

        CloudCall call = new("Login", HttpMethod.Post, _address, CallSafety.Repeatable)
        {
            Body = BuildBody().ToString(Formatting.None),
            ContentType = "application/json;charset=utf8",
        };
        try
        {
            CloudAnswer answer = await _http.SendAsync(call, cancellation).ConfigureAwait(false);
            return _token = Read(call, answer);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.InvalidCredential)
        {
            _refusal = error;
            throw;
        }
    }

    private KeystoneToken Read(CloudCall call, CloudAnswer answer)
    {
        string value = answer.Header("X-Subject-Token") ?? throw answer.Malformed(call, "there is no token in it");
        JObject? token = answer.ReadObject(call).Object("token");
        JObject? user = token.Object("user");
        JObject? project = token.Object("project");

        // The life is measured between the cloud's own two times, so that a wrong clock here does no harm.
        TimeSpan life = token.Time("expires_at") - token.Time("issued_at") is { Ticks: > 0 } span ? span : UsualLifetime;
        DateTimeOffset now = _wall.GetUtcNow();
        return new KeystoneToken
        {
            Value = value,
            ExpiresAt = now + life,
            RenewAt = now + TimeSpan.FromTicks(life.Ticks / 2),
            UserId = user.Text("id"),
            UserName = user.Text("name"),
            DomainName = user.Object("domain").Text("name"),
            ProjectId = project.Text("id"),
            ProjectName = project.Text("name"),
        };
    }

    private JObject BuildBody()
    {
        JObject user = new();
        if (_login.UserId is not null)
        {
            user["id"] = _login.UserId;
        }
        else
        {
            user["name"] = _login.UserName;
        }

        user["password"] = _login.Password;
        if (_login.UserId is null && BuildDomain(_login.UserDomainId, _login.UserDomainName) is { } userDomain)
        {
            user["domain"] = userDomain;
        }

        JObject identity = new() { ["methods"] = new JArray("password"), ["password"] = new JObject { ["user"] = user } };
        if (_login.Passcode is not null)
        {
            identity["methods"] = new JArray("password", "totp");
            identity["totp"] = new JObject
            {
                ["user"] = new JObject { ["id"] = _login.UserId ?? throw UserIdNeeded(), ["passcode"] = _login.Passcode },
            };
        }

        return new JObject { ["auth"] = new JObject { ["identity"] = identity, ["scope"] = new JObject { ["project"] = BuildProject() } } };
    }

    private JObject BuildProject()
    {
        if (_login.ProjectId is not null)
        {
            return new JObject { ["id"] = _login.ProjectId };
        }

        JObject project = new() { ["name"] = _login.ProjectName };
        if (BuildDomain(_login.ProjectDomainId, _login.ProjectDomainName) is { } domain)
        {
            project["domain"] = domain;
        }

        return project;
    }

    private static JObject? BuildDomain(string? id, string? name) =>
        id is not null ? new JObject { ["id"] = id } : name is not null ? new JObject { ["name"] = name } : null;

    private static EcsException UserIdNeeded() => new(EcsErrorId.InvalidInput, "A one-time code needs the user's id, not only the name.")
    {
        RecommendedAction = "Give the user's id as the console shows it.",
    };
}
