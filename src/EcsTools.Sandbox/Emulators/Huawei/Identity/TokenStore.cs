using System.Security.Cryptography;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>Issued tokens and temporary keys. Their time is wall time. Safe on any thread.</summary>
internal sealed class TokenStore(Func<DateTimeOffset> now)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Real tokens are several KB (docs/contracts/huawei-ecs.md 1.3): enough to detect a client that cannot carry one.</summary>
    private const int TokenBytes = 1800;

    private readonly object _gate = new();
    private readonly Dictionary<string, Token> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IssuedTemporaryKey> _keys = new(StringComparer.Ordinal);

    public DateTimeOffset Now => now();

    /// <summary><paramref name="backend"/> is the project it is scoped to; null for the account.</summary>
    public Token Issue(IReadOnlyList<string> methods, RegionBackend? backend, string? agency)
    {
        Token token = new()
        {
            Text = "MII" + Random(TokenBytes),
            Methods = methods,
            Backend = backend,
            Agency = agency,
            IssuedAt = Now,
            ExpiresAt = Now + Lifetime,
        };
        lock (_gate)
        {
            _tokens[token.Text] = token;
        }

        return token;
    }

    /// <summary>Returns null if it is unknown or expired.</summary>
    public Token? Find(string? text)
    {
        lock (_gate)
        {
            return text is not null && _tokens.TryGetValue(text, out Token? token) && token.ExpiresAt > Now ? token : null;
        }
    }

    public void Drop(Token token)
    {
        lock (_gate)
        {
            _tokens.Remove(token.Text);
        }
    }

    /// <summary>Revokes everything at once, as a change of password does.</summary>
    public void DropAll()
    {
        lock (_gate)
        {
            _tokens.Clear();
            _keys.Clear();
        }
    }

    public IssuedTemporaryKey IssueKey(TimeSpan lifetime)
    {
        IssuedTemporaryKey key = new("TEMP" + Guid.NewGuid().ToString("N").Substring(0, 16).ToUpperInvariant(), Random(30), Random(120), Now + lifetime);
        lock (_gate)
        {
            _keys[key.Access] = key;
        }

        return key;
    }

    /// <summary>Returns expired keys too.</summary>
    public IssuedTemporaryKey? FindKey(string access)
    {
        lock (_gate)
        {
            return _keys.TryGetValue(access, out IssuedTemporaryKey? key) ? key : null;
        }
    }

    /// <summary>Only characters that are safe in headers.</summary>
    private static string Random(int bytes)
    {
        byte[] buffer = new byte[bytes];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(buffer);
        return Convert.ToBase64String(buffer).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
