using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Model;

namespace EcsTools.Core.Guests;

/// <summary>
/// Asks a guest who it is before anything is changed in it: an address may lead to another server by now. Its metadata service counts; what
/// cloud-init has written down counts only where that does not answer, since a copied disk brings another server's along.
/// </summary>
internal static class GuestIdentity
{
    private const string Divider = "--cloud-init--";
    private const string AlibabaMetadata = "http://100.100.100.200/latest/meta-data/instance-id";
    private const string OpenStackMetadata = "http://169.254.169.254/openstack/latest/meta_data.json";
    private static readonly Regex Uuid = new("\"uuid\"\\s*:\\s*\"([^\"]+)\"", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Refuses another guest.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="instance">The server it must be.</param>
    /// <param name="mayBeSilent">True to go on with a guest that tells nothing; one that names another server is refused in any case.</param>
    /// <param name="timeout">How long it may take to answer.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>A task that ends when it is proven.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.GuestMismatch"/>; nothing was changed.</exception>
    public static async Task RequireAsync(SshGuest guest, EcsInstance instance, bool mayBeSilent, TimeSpan timeout, CancellationToken cancellation)
    {
        GuestOutput output;
        try
        {
            output = await guest.RunAsync(Question(instance.Cloud), null, timeout, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error)
        {
            throw Mismatch(instance, $"it could not be asked who it is: {error.Message}", error);
        }

        string[] told = Read(output.Output);
        if (!told.Contains(instance.Id, StringComparer.Ordinal) && (told.Length > 0 || !mayBeSilent))
        {
            throw Mismatch(instance, told.Length == 0 ? "it does not tell which server it is" : $"it says that it is {string.Join(" and ", told)}", null);
        }
    }

    /// <summary>The ids that a guest tells.</summary>
    /// <param name="output">What it answered.</param>
    /// <returns>The ids; none if it tells nothing.</returns>
    internal static string[] Read(string output)
    {
        int divider = output.IndexOf(Divider, StringComparison.Ordinal);
        if (divider < 0)
        {
            return [];
        }

        string metadata = output.Substring(0, divider).Trim();
        Match uuid = Uuid.Match(metadata);
        string[] fresh = uuid.Success ? [uuid.Groups[1].Value] : Ids(metadata);
        return fresh.Length > 0 ? fresh : Ids(output.Substring(divider + Divider.Length));
    }

    // Both tools go past proxies and stop soon; a guest without either falls back on cloud-init.
    private static string Question(EcsCloud cloud)
    {
        string url = cloud == EcsCloud.Alibaba ? AlibabaMetadata : OpenStackMetadata;
        return $"exec sh -c '(curl -sf -m 3 --noproxy \"*\" {url} || wget -q --no-proxy -T 3 -t 1 -O - {url}) 2>/dev/null; echo; echo {Divider}; "
            + "cat /run/cloud-init/.instance-id /var/lib/cloud/data/instance-id 2>/dev/null; true'";
    }

    private static string[] Ids(string text) =>
    [
        .. text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim())
            .Where(l => l.Length is > 0 and <= 64 && l.All(c => c < 128 && (char.IsLetterOrDigit(c) || c is '-' or '_'))).Distinct(StringComparer.Ordinal),
    ];

    private static EcsException Mismatch(EcsInstance instance, string why, Exception? error) => new(
        EcsErrorId.GuestMismatch, $"What answers at the address of {instance} was left alone: {why}.", error)
    {
        InstanceId = instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = "Check the address (-HostName, -UsePrivateAddress). For a guest that cannot tell, and only then, give -IgnoreRequirement GuestIdentity.",
    };
}
