using System.Security;

using EcsTools.Core.Security;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>OpenStack has no policy of its own; what no guest could take is refused all the same.</summary>
internal static class OpenStackPassword
{
    private const int Shortest = 8;

    public static EcsRequirement Check(SecureString password) => PasswordRequirement.FromFlaw(FindFlaw(SecretText.Reveal(password)));

    private static string? FindFlaw(string text) =>
        text.Length < Shortest ? $"must have at least {Shortest} characters"
        : text.Any(char.IsControl) ? "must not contain control characters"
        : null;
}
