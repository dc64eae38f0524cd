namespace EcsTools.Core.Guests;

/// <summary>What can go wrong between us and a guest, each with an id of its own.</summary>
internal static class GuestErrors
{
    private const int LongestQuote = 300;

    /// <summary>Nothing answers at the address.</summary>
    public static EcsException Unreachable(string at, Exception error) => new(
        EcsErrorId.GuestUnreachable, $"Cannot reach {at}: {error.Message}", error)
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Check the address, the port, and the security group. To use another address, specify -HostName or -UsePrivateAddress.",
    };

    /// <summary>The address answers, but not as an SSH server does.</summary>
    public static EcsException NotSsh(string at, Exception error) => new(
        EcsErrorId.GuestUnreachable, $"SSH handshake with {at} failed: {error.Message}", error)
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Check the port and the sshd service of the guest.",
    };

    /// <summary>Somebody accepts the connection, but no login comes about in time.</summary>
    public static EcsException NotResponding(string at, TimeSpan timeout) => new(
        EcsErrorId.GuestNotResponding, $"SSH login to {at} timed out after {timeout.TotalSeconds:0.#} s.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Check that the server is running, or specify a longer -ConnectTimeout.",
    };

    /// <summary>Key or password were refused.</summary>
    /// <param name="banner">What the guest said before; empty if nothing.</param>
    public static EcsException LoginFailed(string at, string userName, string banner) => new(
        EcsErrorId.GuestLoginFailed, $"{at} rejected the login of {userName} with this key or password{Quote(banner)}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Check -LoginUserName (many images do not allow root logins), -KeyFile, and -LoginCredential.",
    };

    /// <summary>The login works, but runs what the guest has set for it: a text that says who may log in, or a demand for another password.</summary>
    /// <param name="words">What the guest wrote; may be empty.</param>
    public static EcsException CommandsRefused(string at, string userName, string words) => new(
        EcsErrorId.GuestLoginFailed, $"{at} accepts the login of {userName}, but runs no commands for it{Quote(words)}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Follow the guest's message. If it asks for another user, specify -LoginUserName.",
    };

    /// <summary>A command had not ended in time; whether it goes on in the guest is not known.</summary>
    public static EcsException CommandTimeout(string at, TimeSpan timeout) => new(
        EcsErrorId.GuestCommandTimeout, $"The command on {at} timed out after {timeout.TotalSeconds:0.#} s; it may still be running.")
    {
        RecommendedAction = "Specify a longer -CommandTimeout, or check the server.",
    };

    /// <summary>The connection broke while a command ran.</summary>
    public static EcsException ConnectionLost(string at, Exception error) => new(
        EcsErrorId.GuestConnectionLost, $"The connection to {at} broke while a command was running; its outcome is unknown: {error.Message}", error)
    {
        RecommendedAction = "Check the server before you run the command again.",
    };

    /// <summary>The host is not in the file of known hosts.</summary>
    public static EcsException HostKeyUnknown(string at, string fingerprint) => new(
        EcsErrorId.HostKeyUnknown, $"{at} is not a known host; its host key is {fingerprint}.")
    {
        WasNotCarriedOut = true,
        RecommendedAction =
            $"Compare it with the console of the server. If it is the key of the server, specify -HostKeyPolicy Fingerprint -Fingerprint '{fingerprint}', or -HostKeyPolicy AcceptNew.",
    };

    /// <summary>The host has another key than it had.</summary>
    public static EcsException HostKeyChanged(string at, string fingerprint) => new(
        EcsErrorId.HostKeyMismatch, $"The host key of {at} is {fingerprint}, which differs from its known keys. The connection may be intercepted, or the server was reinstalled.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "If the server was reinstalled, remove the old key with ssh-keygen -R and check the new one.",
    };

    /// <summary>The key is marked as revoked.</summary>
    public static EcsException HostKeyRevoked(string at, string fingerprint) => new(
        EcsErrorId.HostKeyMismatch, $"The host key of {at}, {fingerprint}, is marked as revoked.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Create new host keys on the server before you log in again.",
    };

    /// <summary>The key has another fingerprint than was given.</summary>
    public static EcsException WrongFingerprint(string at, string fingerprint) => new(
        EcsErrorId.FingerprintMismatch, $"{at} shows the key {fingerprint}, not the one with the specified fingerprint.")
    {
        WasNotCarriedOut = true,
        RecommendedAction = "Compare the fingerprint with the server's console, and check the address.",
    };

    private static string Quote(string words)
    {
        string line = Display.Line(string.Join(" ", words.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        return line.Length == 0 ? "" : $": \"{(line.Length > LongestQuote ? line.Substring(0, LongestQuote) + "..." : line)}\"";
    }
}
