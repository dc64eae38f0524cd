namespace EcsTools.Tests.Hosting;

/// <summary>Get-Secret of a vault without secrets: a cmdlet, whose errors the engine wraps otherwise than those of a function.</summary>
[Cmdlet(VerbsCommon.Get, "Secret")]
public sealed class EmptyVaultCommand : PSCmdlet
{
    /// <summary>The secret's name.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteError(new ErrorRecord(new ItemNotFoundException("It is not in the vault."), "SecretNotFound", ErrorCategory.ObjectNotFound, Name));
}
