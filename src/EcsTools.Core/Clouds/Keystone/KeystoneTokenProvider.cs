using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Threading;

using Newtonsoft.Json;

namespace EcsTools.Core.Clouds.Keystone;

/// <summary>Logs in, holds the token and renews it at half its life or when the cloud refuses it (docs/contracts/huawei-ecs.md 1.3).
/// Thread-safe.</summary>
internal sealed class KeystoneTokenProvider : IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(24);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CloudHttp _http;
    private readonly Uri _address;
    private readonly KeystoneLogin _login;
    private readonly TimeProvider _wall;
    private readonly Action<JArray>? _learn;
    private volatile KeystoneToken? _token;
    private EcsException? _refusal;

    /// <summary>Makes a source; nothing is sent yet.</summary>
    /// <param name="http">Sends the login; disposed with this object.</param>
    /// <param name="identity">The identity service, with or without <c>/v3</c>.</param>
    /// <param name="learn">Told the catalogue of every answer; null if nobody wants it, and it is not asked for.</param>
    public KeystoneTokenProvider(CloudHttp http, Uri identity, KeystoneLogin login, TimeProvider wall, Action<JArray>? learn)
    {
        string root = identity.AbsoluteUri.TrimEnd('/');
        Site = AccountKeys.Site(identity);
        _http = http;
        _address = new Uri((root.EndsWith("/v3", StringComparison.Ordinal) ? root : root + "/v3") + "/auth/tokens" + (learn is null ? "?nocatalog=true" : ""));
        _login = login;
        _wall = wall;
        _learn = learn;
        _token = login.Held;
        if (login.Held?.Catalog is { } catalog)
        {
            learn?.Invoke(catalog);
        }
    }

    /// <summary>The identity service as part of an account's key.</summary>
    public string Site { get; }

    /// <summary>The application credential that logs in, by id or name; null for a user. One user's may have different rights.</summary>
    public string? ApplicationCredential => _login.ApplicationCredentialId ?? _login.ApplicationCredentialName;

    /// <summary>The token to use now.</summary>
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
            AmbientLog.Current.Verbose($"The token cannot be renewed ({error.ErrorId}); the present one is good until {token.ExpiresAt:u}.");
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

        try
        {
            return _token = _login.Token is null ? await ExchangeAsync(cancellation).ConfigureAwait(false) : await AdoptAsync(_login.Token, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.InvalidCredential)
        {
            _refusal = error;
            throw;
        }
    }

    private async Task<KeystoneToken> ExchangeAsync(CancellationToken cancellation)
    {
        CloudRequest call = new("Login", HttpMethod.Post, _address, RequestIdempotency.ReadOnly)
        {
            Body = KeystoneAuthRequest.Build(_login).ToString(Formatting.None),
            ContentType = "application/json;charset=utf8",
        };
        CloudResponse answer = await _http.SendAsync(call, cancellation).ConfigureAwait(false);
        return Read(call, answer, answer.Header("X-Subject-Token") ?? throw answer.Malformed(call, "there is no token in it"));
    }

    // A token from elsewhere is looked at, and exchanged only if another project than its own is wanted.
    private async Task<KeystoneToken> AdoptAsync(string value, CancellationToken cancellation)
    {
        CloudRequest call = new("CheckToken", HttpMethod.Get, _address, RequestIdempotency.ReadOnly)
        {
            Headers = new Dictionary<string, string> { ["X-Auth-Token"] = value, ["X-Subject-Token"] = value },
        };
        KeystoneToken token;
        try
        {
            token = Read(call, await _http.SendAsync(call, cancellation).ConfigureAwait(false), value);
        }
        catch (EcsException error) when (error.HttpStatus is 401 or 403 or 404)
        {
            throw new EcsException(EcsErrorId.InvalidCredential, "The token is not valid, or has expired.", error)
            {
                CloudCode = error.CloudCode,
                HttpStatus = error.HttpStatus,
                RequestId = error.RequestId,
                WasNotCarriedOut = true,
                RecommendedAction = "Get a new one, or specify user and password, with which tokens are renewed automatically.",
            };
        }

        bool fits = _login.ProjectId is { } id ? token.ProjectId == id : _login.ProjectName is null || token.ProjectName == _login.ProjectName;
        return fits ? token with { RenewAt = token.ExpiresAt } : await ExchangeAsync(cancellation).ConfigureAwait(false);
    }

    private KeystoneToken Read(CloudRequest call, CloudResponse answer, string value)
    {
        JObject? token = answer.ReadObject(call).Object("token");
        JObject? user = token.Object("user");
        JObject? project = token.Object("project");
        JArray? catalog = _learn is null ? null : token.List("catalog");
        if (catalog is not null)
        {
            _learn!(catalog);
        }

        // The life is measured between the cloud's own two times, so that a wrong clock here does no harm. A token from elsewhere
        // has lived for a while.
        DateTimeOffset now = _wall.GetUtcNow();
        DateTimeOffset? begin = _login.Token == value ? now : token.Time("issued_at");
        TimeSpan life = token.Time("expires_at") - begin is { Ticks: > 0 } span ? span : UsualLifetime;
        return new KeystoneToken
        {
            Value = value,
            ExpiresAt = now.Moved(life),
            RenewAt = now.Moved(TimeSpan.FromTicks(life.Ticks / 2)),
            UserId = user.Text("id"),
            UserName = user.Text("name"),
            DomainName = user.Object("domain").Text("name"),
            ProjectId = project.Text("id"),
            ProjectName = project.Text("name"),
            Catalog = catalog,
        };
    }
}
