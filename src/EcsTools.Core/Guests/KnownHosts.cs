using System.Text;

using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Guests;

/// <summary>
/// A known_hosts file as OpenSSH keeps it (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). Lines that are not understood, comments and other hosts' keys
/// stay as they are.
/// </summary>
internal sealed class KnownHosts
{
    // Several commands of this process may learn keys at the same time.
    private static readonly object Gate = new();

    // The user's own tools expect UTF-8 without a mark, and lines that end with a line feed.
    private static readonly UTF8Encoding Text = new(encoderShouldEmitUTF8Identifier: false);
    private const int MaxBytes = 32 * 1024 * 1024;
    private readonly string _path;

    public KnownHosts(string path) => _path = path;

    // How users of OpenSSH say that nothing is to be remembered, by this name or by a link to it.
    private bool IsNullDevice => SecureFiles.IsNullDevice(_path);

    /// <summary>The file that OpenSSH uses for this user.</summary>
    public static string DefaultPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh", "known_hosts");

    /// <summary>
    /// Forgets the keys of a server whose system disk was made anew, so that the next login is one to a new host and not to a forged one. Only
    /// public addresses: a private one may be another server's in another network.
    /// </summary>
    public static void ForgetReinstalled(EcsInstance instance, string path)
    {
        KnownHosts known = new(path);
        foreach (string address in instance.PublicIps)
        {
            try
            {
                if (known.Forget(address, SshLogin.DefaultPort))
                {
                    AmbientLog.Current.Verbose($"{instance}: it has new host keys. Removed the old keys of {address}.");
                }
            }
            catch (EcsException error)
            {
                // The reinstall has succeeded all the same.
                AmbientLog.Current.Warning(error.Message);
            }
        }
    }

    /// <summary>Looks a key up.</summary>
    /// <param name="keyType">The key's type, for example <c>ssh-ed25519</c>.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KnownHostsUnusable"/> if the file cannot be read.</exception>
    public HostKeyMatch Judge(string host, int port, string keyType, byte[] key)
    {
        string name = Name(host, port);
        KnownHostLine[] lines = [.. Read().Select(KnownHostLine.Parse).OfType<KnownHostLine>().Where(l => l.Matches(name))];
        string text = Convert.ToBase64String(key);
        return lines.Any(l => l.IsRevoked && l.Key == text) ? HostKeyMatch.Revoked
            : lines.Any(l => l.IsPlain && l.KeyType == keyType && l.Key == text) ? HostKeyMatch.Known

            // A host of which other keys are known is not a new one: somebody may be offering a kind of key we have not seen yet.
            : lines.Any(l => l.IsPlain) ? HostKeyMatch.Changed
            : HostKeyMatch.New;
    }

    /// <summary>The types of the keys known for a host, so that the server is asked for one of them.</summary>
    /// <returns>The types; none for a host that is not known.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KnownHostsUnusable"/> if the file cannot be read.</exception>
    public IReadOnlyList<string> KeyTypes(string host, int port)
    {
        string name = Name(host, port);
        return [.. Read().Select(KnownHostLine.Parse).OfType<KnownHostLine>().Where(l => l.IsPlain && l.Matches(name)).Select(l => l.KeyType).Distinct()];
    }

    /// <summary>Adds a key, its host hashed, as OpenSSH does with HashKnownHosts: whoever reads the file need not learn where we log in.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KnownHostsUnusable"/> if the file cannot be written.</exception>
    public void Add(string host, int port, string keyType, byte[] key) => Change(
        lines => lines.Append($"{KnownHostLine.HashName(Name(host, port))} {keyType} {Convert.ToBase64String(key)}"));

    /// <summary>Takes out all keys of one host; a line that names other hosts too keeps those. Patterns and marked lines (authorities, revoked keys) stay.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KnownHostsUnusable"/> if the file cannot be read or written.</exception>
    public bool Forget(string host, int port)
    {
        string name = Name(host, port);
        if (!Read().Any(IsItsKey))
        {
            return false;
        }

        Change(lines => lines.Select(l => IsItsKey(l) ? KnownHostLine.Parse(l)!.Without(name) : l).OfType<string>());
        return true;

        bool IsItsKey(string text) => KnownHostLine.Parse(text) is { IsPlain: true } line && line.Names(name);
    }

    /// <summary>The name under which OpenSSH keeps a host.</summary>
    /// <returns>The host alone on port 22, else <c>[host]:port</c>; in lower case.</returns>
    internal static string Name(string host, int port) =>
        FormattableString.Invariant($"{(port == 22 ? host : $"[{host}]:{port}")}").ToLowerInvariant();

    private string[] Read()
    {
        try
        {
            return File.Exists(_path) ? SplitLines(Text.GetString(RegularFile.Read(_path, MaxBytes))) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable("read", error);
        }
    }

    private static string[] SplitLines(string text)
    {
        List<string> lines = [];
        using StringReader reader = new(text);
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return [.. lines];
    }

    private void Change(Func<IEnumerable<string>, IEnumerable<string>> change)
    {
        lock (Gate)
        {
            string[] lines = [.. change(Read())];
            try
            {
                if (IsNullDevice)
                {
                    return;
                }

                Replace(string.Concat(lines.Select(l => l + "\n")));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Unusable("written", error);
            }
        }
    }

    private void Replace(string content)
    {
        SecureFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        SecureFiles.Write(_path, Text.GetBytes(content));
    }

    private EcsException Unusable(string verb, Exception error) =>
        new(EcsErrorId.KnownHostsUnusable, $"The known hosts file {_path} cannot be {verb}: {error.Message}", error)
        {
            RecommendedAction = "Check the file and its folder, or specify another one with -KnownHostsPath.",
        };
}
