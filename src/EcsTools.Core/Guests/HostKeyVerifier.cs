using System.Security.Cryptography;
using System.Text;

using EcsTools.Core.Contracts;

using Renci.SshNet;
using Renci.SshNet.Common;

namespace EcsTools.Core.Guests;

/// <summary>Judges the key that a host shows. Called by the SSH library on its own thread, it keeps its verdict for the caller and asks nobody.</summary>
internal sealed class HostKeyVerifier
{
    private const string FingerprintPrefix = "SHA256:";
    private readonly SshLogin _login;
    private readonly string _host;
    private readonly KnownHosts _known;
    private IReadOnlyList<byte[]> _proven = [];
    private byte[]? _key;
    private bool _isNew;

    public HostKeyVerifier(SshLogin login, string host)
    {
        _login = login;
        _host = host;
        _known = new KnownHosts(login.KnownHostsPath ?? KnownHosts.DefaultPath);
    }

    /// <summary>Why the key was refused, or null.</summary>
    public EcsException? Refusal { get; private set; }

    /// <summary>The fingerprint of the key that was shown; empty before.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>True if a key of the host would be refused because none is known.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KnownHostsUnusable"/>.</exception>
    public bool NeedsProof => _login.HostKeyPolicy == HostKeyPolicy.Strict && _known.KeyTypes(_host, _login.Port).Count == 0;

    /// <summary>Takes keys that somebody else than the host has proven to be the host's.</summary>
    public void Trust(IReadOnlyList<byte[]> keys) => _proven = keys;

    /// <summary>Has the server show a key of a kind that is known for it, and no certificates, which we do not check.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KnownHostsUnusable"/>.</exception>
    public void Prefer(ConnectionInfo connection)
    {
        IReadOnlyList<string> types = _login.HostKeyPolicy == HostKeyPolicy.Fingerprint ? [] : [.. _known.KeyTypes(_host, _login.Port), .. _proven.Select(TypeOf)];
        var offered = connection.HostKeyAlgorithms.Where(a => a.Key.IndexOf("-cert-", StringComparison.Ordinal) < 0)
            .OrderBy(a => types.Contains(KeyTypeOf(a.Key)) ? 0 : 1).ToArray();
        connection.HostKeyAlgorithms.Clear();
        foreach (var algorithm in offered)
        {
            connection.HostKeyAlgorithms.Add(algorithm.Key, algorithm.Value);
        }
    }

    /// <summary>Judges what the host shows.</summary>
    /// <param name="shown">The key; trusted or not afterwards.</param>
    public void Judge(object? sender, HostKeyEventArgs shown)
    {
        try
        {
            _key = shown.HostKey;
            Fingerprint = Print(shown.HostKey);
            Refusal = FindRefusal();
        }
        catch (EcsException error)
        {
            Refusal = error;
        }

        shown.CanTrust = Refusal is null;
    }

    /// <summary>Remembers the key of a new host, once everything about it is in order.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KnownHostsUnusable"/>.</exception>
    public void Remember()
    {
        if (_isNew && _key is not null)
        {
            _known.Add(_host, _login.Port, TypeOf(_key), _key);
            _isNew = false;
        }
    }

    private EcsException? FindRefusal()
    {
        string at = $"{_host}:{_login.Port}";
        if (_login.HostKeyPolicy == HostKeyPolicy.Fingerprint)
        {
            return Fingerprint == Normalize(_login.Fingerprint) ? null : GuestErrors.WrongFingerprint(at, Fingerprint);
        }

        switch (_known.Judge(_host, _login.Port, TypeOf(_key!), _key!))
        {
            case HostKeyMatch.Known:
                return null;
            case HostKeyMatch.Revoked:
                return GuestErrors.HostKeyRevoked(at, Fingerprint);
            case HostKeyMatch.Changed:
                return GuestErrors.HostKeyChanged(at, Fingerprint);
            default:
                _isNew = _login.HostKeyPolicy == HostKeyPolicy.AcceptNew || _proven.Any(k => k.SequenceEqual(_key!));
                return _isNew ? null : GuestErrors.HostKeyUnknown(at, Fingerprint);
        }
    }

    // As ssh-keygen prints it: Base64 without padding. People paste it with or without the prefix.
    internal static string Print(byte[] key)
    {
        using SHA256 sha = SHA256.Create();
        return FingerprintPrefix + Convert.ToBase64String(sha.ComputeHash(key)).TrimEnd('=');
    }

    private static string Normalize(string? given)
    {
        string text = (given ?? "").Trim().TrimEnd('=');
        return text.StartsWith(FingerprintPrefix, StringComparison.OrdinalIgnoreCase) ? FingerprintPrefix + text.Substring(FingerprintPrefix.Length) : FingerprintPrefix + text;
    }

    // The newer names of RSA algorithms name the hash; the key is of one type still (RFC 8332).
    private static string KeyTypeOf(string algorithm) => algorithm.StartsWith("rsa-sha2-", StringComparison.Ordinal) ? "ssh-rsa" : algorithm;

    // A key begins with its type, a text with its length before it (RFC 4253, section 6.6).
    internal static string TypeOf(byte[] key)
    {
        int length = key.Length < 4 ? 0 : key[0] << 24 | key[1] << 16 | key[2] << 8 | key[3];
        return length > 0 && length <= key.Length - 4 ? Encoding.ASCII.GetString(key, 4, length) : "";
    }
}
