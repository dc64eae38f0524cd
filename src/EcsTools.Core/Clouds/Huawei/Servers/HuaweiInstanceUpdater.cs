using System.Text.RegularExpressions;

using EcsTools.Core.Diagnostics;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Changes name, description, lock and key pair of a server (docs/contracts/huawei-ecs-lifecycle.md 10 and 5).</summary>
internal sealed class HuaweiInstanceUpdater(HuaweiClientSet families) : IInstanceUpdater
{
    private const int LongestDescription = 85;
    private static readonly Regex Name = new(@"\A[\p{L}\p{Nd}_.-]{1,128}\z", RegexOptions.CultureInvariant, TextPattern.Limit);

    // With neither password nor key the server must be stopped; then nothing secret travels to the cloud.
    public KeyPairAttachment? Attachment { get; } = !families.Variant.HasAccountKeyPairs ? null : new(
        NeedsStopped: true, "The key is written to the disk of the stopped server, which takes 5 to 10 minutes, and is effective at the next start. Login by password stays as it is.",
        EffectOfRemoval: "The key is taken from the disk of the stopped server, which takes some minutes. Login by password stays as it is: set a password with Reset-EcsPassword if there is none.");

    public async Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation)
    {
        if (FindFlaw(edit) is { } flaw)
        {
            throw InputErrors.Create($"Cannot change {instance}: {flaw.Why}.", flaw.Remedy, instance.Id);
        }

        // Whether a locked server may be renamed is not documented: a lock is taken off before and put on afterwards.
        if (edit.DeletionProtection == false)
        {
            await families.Servers.LockAsync(instance.Id, isLocked: false, cancellation).ConfigureAwait(false);
        }

        if (edit is not { Name: null, Description: null })
        {
            await families.Servers.UpdateAsync(instance.Id, edit.Name, edit.Description, cancellation).ConfigureAwait(false);
        }

        if (edit.KeyPairName is { } name)
        {
            await families.KeyPairs.AttachAsync(instance, name, cancellation).ConfigureAwait(false);
        }
        else if (edit.RemovesKeyPair)
        {
            await families.KeyPairs.DetachAsync(instance, cancellation).ConfigureAwait(false);
        }

        if (edit.DeletionProtection == true)
        {
            await families.Servers.LockAsync(instance.Id, isLocked: true, cancellation).ConfigureAwait(false);
        }
    }

    private static (string Why, string Remedy)? FindFlaw(InstanceUpdate edit) =>
        edit.Name is { } name && !Name.IsMatch(name)
            ? ("the name is not one that the provider takes", "Specify 1 to 128 letters, digits, '_', '-' and '.' with -NewName.")
        : edit.Description is { } text && (text.Length > LongestDescription || text.IndexOfAny(['<', '>']) >= 0)
            ? ("the description is not one that the provider takes", $"Specify at most {LongestDescription} characters without '<' and '>' with -Description.")
        : null;
}
