using System.Collections;
using System.Security;

namespace EcsTools.Internal;

/// <summary>Fetches credentials from the vaults of the module Microsoft.PowerShell.SecretManagement, at the moment they are needed.</summary>
internal static class SecretManagementClient
{
    private const string Command = "Get-Secret";
    private const string SecretList = "param($given) if (Get-Command Get-SecretInfo -ErrorAction Ignore) { (Get-SecretInfo @given -ErrorAction Ignore).Name }";
    private const string VaultList = "if (Get-Command Get-SecretVault -ErrorAction Ignore) { (Get-SecretVault -ErrorAction Ignore).Name }";

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
                RecommendedAction = "Install it with: Install-Module Microsoft.PowerShell.SecretManagement, or specify -Credential.",
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
            throw new EcsException(EcsErrorId.CredentialNotFound, $"Cannot get the secret '{name}': {Explain(error)}", error)
            {
                RecommendedAction = "Run Get-SecretInfo to list the secrets. If the vault is locked, unlock it.",
            };
        }

        return secret switch
        {
            PSCredential pair => pair,
            SecureString alone when id is not null => new PSCredential(id, alone),
            _ => throw new EcsException(EcsErrorId.CredentialNotFound, $"The secret '{name}' is not a pair of ID and secret.")
            {
                RecommendedAction = "Store it as a PSCredential; or as a SecureString, and specify the ID with -AccessKeyId.",
            },
        };
    }

    /// <summary>Lists the names of secrets in a vault.</summary>
    /// <param name="vault">The vault, or null for all.</param>
    /// <returns>The names; none if the vault cannot be read.</returns>
    public static IEnumerable<string> ListSecrets(string? vault) => List(SecretList, vault is null ? [] : new Hashtable { ["Vault"] = vault });

    /// <summary>Lists the names of vaults.</summary>
    public static IEnumerable<string> ListVaults() => List(VaultList);

    private static IEnumerable<string> List(string script, params object[] arguments)
    {
        try
        {
            return [.. ScriptBlock.Create(script).Invoke(arguments).Select(n => n?.ToString()).OfType<string>()];
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            return [];
        }
    }

    // SecretManagement says which vault it was; why it did not work is in the vault's own errors within.
    private static string Explain(Exception error)
    {
        List<string> texts = [];
        for (Exception? e = ScriptErrors.Unwrap(error); e is not null; e = e.InnerException)
        {
            if (!texts.Exists(t => t.Contains(e.Message.TrimEnd('.'))))
            {
                texts.Add(e.Message.TrimEnd('.'));
            }
        }

        return string.Join(": ", texts) + ".";
    }
}
