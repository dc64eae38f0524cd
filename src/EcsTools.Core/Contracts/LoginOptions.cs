using System.Security;

namespace EcsTools.Core.Contracts;

/// <summary>How one will log in to the fresh system: exactly one of the three, or none for the key pair the server has.</summary>
public sealed class LoginOptions
{
    /// <summary>A key pair's name.</summary>
    [PlanOption("KeyPairName")]
    public string? KeyPairName { get; init; }

    /// <summary>A password; never shown or stored.</summary>
    [PlanOption("Password")]
    public SecureString? Password { get; init; }

    /// <summary>The password that the image holds.</summary>
    [PlanOption("PasswordInherit")]
    public bool PasswordInherit { get; init; }

    /// <summary>True if the user named none, so that the server's own key pair is meant.</summary>
    public bool IsDefault => KeyPairName is null && Password is null && !PasswordInherit;

    /// <summary>The choice in words, without any secret.</summary>
    /// <returns>For example <c>key pair ops</c>.</returns>
    public override string ToString() =>
        KeyPairName is not null ? $"key pair {KeyPairName}"
        : Password is not null ? "a password"
        : PasswordInherit ? "the image's own password"
        : "the server's key pair (unchanged)";
}
