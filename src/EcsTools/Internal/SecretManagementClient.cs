using System.Linq;
using System.Management.Automation;
using System.Security;

using EcsTools.Model;

namespace EcsTools.Internal;

/// <summary>Fetches credentials from the vaults of the module Microsoft.PowerShell.SecretManagement, at the moment they are needed.</summary>
internal static class SecretManagementClient
{
    private const string Command = "Get-Secret";

    /// <summary>Fetches a credential.</summary>
    /// <param name="vault">The vault, or null for the default one.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="id">The id that belongs to a secret stored without one, or null.</param>
    /// <returns>Id and secret.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.SecretManagementNotInstalled"/>, or <see cref="EcsErrorId.CredentialNotFound"/>.</exception>
    public static PSCredential Get(CommandInvocationIntrinsics invoke, string? vault, string name, string? id)
    {
        if (invoke.GetCommand(Command, CommandTypes.Function | CommandTypes.Cmdlet) is null)
        {
            throw new EcsException(EcsErrorId.SecretManagementNotInstalled, "Secrets come from the module Microsoft.PowerShell.SecretManagement, which is not installed.")
            {
                RecommendedAction = "Install it with: Install-Module Microsoft.PowerShell.SecretManagement, or give -Credential.",
            };
        }

        string text = $"param($vault, $name) {Command} -Name $name -ErrorAction Stop{(vault is null ? "" : " -Vault $vault")}";
        object? secret;
        try
        {
            secret = invoke.NewScriptBlock(text).Invoke(vault, name).Select(o => o?.BaseObject).FirstOrDefault();
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new EcsException(EcsErrorId.CredentialNotFound, $"The secret '{name}' cannot be fetched: {error.Message}", error)
            {
                RecommendedAction = "See what there is with Get-SecretInfo, and unlock the vault if it is locked.",
            };
        }

        return secret switch
        {
            PSCredential pair => pair,
            SecureString alone when id is not null => new PSCredential(id, alone),
            _ => throw new EcsException(EcsErrorId.CredentialNotFound, $"The secret '{name}' is no pair of id and secret.")
            {
                RecommendedAction = "Store it as a PSCredential; or as a SecureString, and give the id with -AccessKeyId.",
            },
        };
    }
}
