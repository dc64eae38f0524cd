using EcsTools.Core.Http;
using EcsTools.Core.Providers;

namespace EcsTools.Core.Guests;

/// <summary>
/// Asks a guest which server it is. Addresses move from server to server and images are cloned with their keys, so a login that works
/// proves nothing.
/// </summary>
internal static class GuestIdentityVerifier
{
    private const string Separator = "--";
    private const int LongestId = 64;

    /// <summary>Refuses a guest that is another server, or does not say which.</summary>
    /// <param name="maySayNothing">True if a guest that says nothing passes; one that says it is another never does.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.GuestMismatch"/>, <see cref="EcsErrorId.GuestLoginFailed"/> if the guest runs
    /// something else for this login, or the command could not be run.</exception>
    public static async Task RequireAsync(SshGuest guest, EcsInstance instance, bool maySayNothing, TimeSpan timeout, CancellationToken cancellation)
    {
        GuestOutput output = await guest.RunAsync(Command(instance.Cloud), null, timeout, cancellation).ConfigureAwait(false);

        // Whatever runs in its place would also take the place of the commands that follow, and might call that a success.
        if (output.ExitCode != 0 || !HasRun(output.Output))
        {
            throw GuestErrors.CommandsRefused(guest.Address, guest.UserName, output.Output + "\n" + output.ErrorOutput);
        }

        string? said = Read(output.Output);
        if (said is null ? !maySayNothing : !string.Equals(said, instance.Id, StringComparison.OrdinalIgnoreCase))
        {
            throw Mismatch(instance, said);
        }
    }

    /// <summary>Reads the answer: the metadata service's word counts more than a file's, which may come from a cloned image.</summary>
    /// <returns>The id, or null if neither tells.</returns>
    internal static string? Read(string output)
    {
        string[] lines = Lines(output);
        int at = Array.IndexOf(lines, Separator);
        return at < 0 ? null : ReadClaim(string.Join("\n", lines.Skip(at + 1))) ?? ReadClaim(string.Join("\n", lines.Take(at)));
    }

    private static bool HasRun(string output) => Lines(output).Contains(Separator);

    private static string[] Lines(string output) => output.Replace("\r", "").Split('\n');

    // Nothing in it comes from outside. The shell of the one who logs in may be none that knows these words, hence sh; a proxy must
    // not answer for the cloud.
    private static string Command(EcsCloud cloud)
    {
        string url = CloudProviders.Get(cloud).GuestMetadataUrl;
        return "sh -c 'cat /run/cloud-init/.instance-id 2>/dev/null || cat /var/lib/cloud/data/instance-id 2>/dev/null; "
            + $"echo; echo {Separator}; "
            + $"curl -sf -m 3 --noproxy \"*\" {url} 2>/dev/null || wget -q -T 3 -t 1 --no-proxy -O - {url} 2>/dev/null; true'";
    }

    private static string? ReadClaim(string text)
    {
        string claim = text.Trim();
        if (claim.StartsWith("{", StringComparison.Ordinal))
        {
            claim = ReadUuid(claim) ?? "";
        }

        return claim.Length is > 0 and <= LongestId && claim.All(c => c is '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) ? claim : null;
    }

    private static string? ReadUuid(string json)
    {
        try
        {
            return JsonParser.ParseObject(json).Text("uuid");
        }
        catch (Newtonsoft.Json.JsonException)
        {
            // Something else than the cloud's service answered there.
            return null;
        }
    }

    private static EcsException Mismatch(EcsInstance instance, string? said) => new(
        EcsErrorId.GuestMismatch,
        said is null
            ? $"Skipped {instance}: the host at this address does not identify itself."
            : $"Skipped {instance}: the host at this address identifies itself as {said}.")
    {
        InstanceId = instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = said is null
            ? $"If you know that it is the server, specify -IgnoreRequirement {EcsRequirementId.GuestIdentity}."
            : "Check the address, and specify the right one with -HostName.",
    };
}
