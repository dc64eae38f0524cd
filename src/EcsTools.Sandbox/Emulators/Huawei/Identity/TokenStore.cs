using System;
using System.Collections.Generic;
using System.Security.Cryptography;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Identity;

/// <summary>The tokens and temporary keys given out. Their time is the wall's. Safe on any thread.</summary>
/// <param name="now">Tells the wall's time.</param>
internal sealed class TokenStore(Func<DateTimeOffset> now)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Real tokens are several KB (docs/contracts/huawei-ecs.md 1.3): enough to notice a client that cannot carry one.</summary>
    private const int TokenBytes = 1800;

    private readonly object _gate = new();
    private readonly Dictionary<string, Token> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IssuedTemporaryKey> _keys = new(StringComparer.Ordinal);

    /// <summary>The wall's time.</summary>
    public DateTimeOffset Now => now();

    /// <summary>Gives out a token.</summary>
    /// <param name="methods">How its owner has identified himself.</param>
    /// <param name="backend">The project it is for; null for the account.</param>
    /// <param name="agency">The agency it acts as, or null.</param>
    /// <returns>The token.</returns>
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

    /// <summary>A token that is still valid, or null.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>The token.</returns>
    public Token? Find(string? text)
    {
        lock (_gate)
        {
            return text is not null && _tokens.TryGetValue(text, out Token? token) && token.ExpiresAt > Now ? token : null;
        }
    }

    /// <summary>Ends a token.</summary>
    /// <param name="token">The token.</param>
    public void Drop(Token token)
    {
        lock (_gate)
        {
            _tokens.Remove(token.Text);
        }
    }

    /// <summary>Ends all tokens and temporary keys at once, as a change of password does.</summary>
    public void DropAll()
    {
        lock (_gate)
        {
            _tokens.Clear();
            _keys.Clear();
        }
    }

    /// <summary>Gives out a temporary key.</summary>
    /// <param name="lifetime">How long it is valid.</param>
    /// <returns>The key.</returns>
    public IssuedTemporaryKey IssueKey(TimeSpan lifetime)
    {
        IssuedTemporaryKey key = new("TEMP" + Guid.NewGuid().ToString("N").Substring(0, 16).ToUpperInvariant(), Random(30), Random(120), Now + lifetime);
        lock (_gate)
        {
            _keys[key.Access] = key;
        }

        return key;
    }

    /// <summary>A temporary key, valid or not, or null.</summary>
    /// <param name="access">Its id.</param>
    /// <returns>The key.</returns>
    public IssuedTemporaryKey? FindKey(string access)
    {
        lock (_gate)
        {
            return _keys.TryGetValue(access, out IssuedTemporaryKey? key) ? key : null;
        }
    }

    /// <summary>Random text of characters that are safe in headers.</summary>
    private static string Random(int bytes)
    {
        byte[] buffer = new byte[bytes];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(buffer);
        return Convert.ToBase64String(buffer).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
