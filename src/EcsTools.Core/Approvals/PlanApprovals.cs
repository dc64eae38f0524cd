using System.Security;
using System.Text;

using EcsTools.Core.Guests;
using EcsTools.Core.Policies;
using EcsTools.Core.Security;

using Renci.SshNet;
using Renci.SshNet.Security;

namespace EcsTools.Core.Approvals;

/// <summary>Signs plans and tells who has approved one, in OpenSSH's signature format.</summary>
public static class PlanApprovals
{
    /// <summary>What a plan is signed for: <c>ssh-keygen -Y sign -n</c>.</summary>
    public const string Namespace = "ecstools-plan";

    private const int MaxSignatureBytes = 256 * 1024;

    // The best that a key offers first. ssh-rsa, which is RSA with SHA-1, is not among them.
    private static readonly string[] Algorithms = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512"];

    /// <summary>Signs a plan.</summary>
    /// <param name="plan">The plan, as made with -PlanOnly.</param>
    /// <param name="keyFile">The approver's private key.</param>
    /// <param name="passphrase">Its passphrase, or null.</param>
    /// <returns>The plan with the signature beside those that it has.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.KeyFileInvalid"/>, or the plan cannot be approved.</exception>
    public static EcsPlan Sign(EcsPlan plan, string keyFile, SecureString? passphrase)
    {
        using PrivateKeyFile file = PrivateKeys.Read(keyFile, passphrase);
        HostAlgorithm? signer = Algorithms.Select(name => file.HostKeyAlgorithms.FirstOrDefault(a => a.Name == name)).FirstOrDefault(a => a is not null);
        if (signer is null)
        {
            throw Invalid(EcsErrorId.KeyFileInvalid, $"The key file {keyFile} has no key that can sign.", "Use an Ed25519, ECDSA, or RSA key.");
        }

        const string hash = "sha512";
        byte[] text = Encoding.UTF8.GetBytes(plan.GetStatement());
        SshSignature signature = new(signer.Data, Namespace, hash, signer.Sign(SshSignature.WriteSigned(text, Namespace, hash)));
        return Add(plan, signature.Write());
    }

    /// <summary>Adds a signature that was made elsewhere, by <c>ssh-keygen -Y sign -n ecstools-plan</c> over the plan's text.</summary>
    /// <returns>The plan with the signature beside those that it has.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.ApprovalInvalid"/> if it is no signature over this plan.</exception>
    public static EcsPlan Add(EcsPlan plan, string armored) => TryRead(plan, armored) is { } signature
        ? PlanSeal.Copy(plan, [.. plan.Approvals.Where(a => a != signature.Write()), signature.Write()])
        : throw Invalid(
            EcsErrorId.ApprovalInvalid,
            $"{plan}: it is not a signature over this plan for {Namespace}, or one with a key that is not supported (RSA below 2048 bits, DSA, a certificate).",
            $"Sign the text that GetStatement returns, written with line feeds and without a byte order mark: ssh-keygen -Y sign -n {Namespace}.");

    /// <summary>Reads a file with a signature.</summary>
    /// <returns>The text of the file.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.ApprovalInvalid"/> if it cannot be read.</exception>
    public static string ReadSignature(string path)
    {
        try
        {
            return RegularFile.ReadText(path, MaxSignatureBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Invalid(EcsErrorId.ApprovalInvalid, $"Cannot read the signature file {path}: {error.Message}", "Check the path and the rights to read the file.");
        }
    }

    /// <summary>Refuses a policy whose approvers cannot be read, also where nobody's approval is asked for.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/>.</exception>
    public static void Check(Policy policy) => ReadSigners(policy);

    /// <summary>Counts the people who have approved a plan and whom the policy trusts.</summary>
    /// <param name="now">The time at which their keys must be valid.</param>
    /// <param name="runner">The user who runs the plan.</param>
    /// <returns>Their names, each person once.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if the policy's approvers cannot be read.</exception>
    public static IReadOnlyList<string> FindApprovers(EcsPlan plan, Policy policy, DateTimeOffset now, string runner)
    {
        (IReadOnlyList<AllowedSigner> signers, IReadOnlyList<byte[]> revoked) = ReadSigners(policy);
        List<AllowedSigner> people = [];
        foreach (string armored in plan.Approvals)
        {
            if (TryRead(plan, armored) is { } signature
                && !revoked.Any(k => k.SequenceEqual(signature.PublicKey))
                && signers.FirstOrDefault(s => s.Allows(signature, now)) is { } signer
                && (policy.AllowsSelfApproval || !signer.Principals.Any(p => IsRunner(p, runner)))
                && !people.Exists(p => p.Principals.Intersect(signer.Principals, StringComparer.OrdinalIgnoreCase).Any()))
            {
                people.Add(signer);
            }
        }

        return [.. people.Select(p => p.Principals[0])];
    }

    /// <summary>The signatures over a plan that hold, by whomever.</summary>
    /// <returns>The signature, or null if it does not hold.</returns>
    internal static SshSignature? TryRead(EcsPlan plan, string armored)
    {
        try
        {
            SshSignature signature = SshSignature.Read(armored);
            byte[] signed = SshSignature.WriteSigned(Encoding.UTF8.GetBytes(plan.GetStatement()), Namespace, signature.HashName);
            return signature.Namespace == Namespace && SshVerifier.Verify(signature.PublicKey, signed, signature.Signature) ? signature : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // alice and alice@example.com are both the user alice of the machine that runs the plan.
    private static bool IsRunner(string principal, string runner) =>
        string.Equals(principal, runner, StringComparison.OrdinalIgnoreCase) || principal.StartsWith(runner + "@", StringComparison.OrdinalIgnoreCase);

    private static (IReadOnlyList<AllowedSigner> Signers, IReadOnlyList<byte[]> Revoked) ReadSigners(Policy policy)
    {
        try
        {
            return (AllowedSigner.ReadAll(policy.Approvers), [.. policy.RevokedKeys.Select(ReadRevoked)]);
        }
        catch (FormatException error)
        {
            throw Invalid(EcsErrorId.DeniedByPolicy, $"Cannot read the approvers of the policy; all changes are denied: {error.Message}", "Fix the file, or contact its owner.");
        }
    }

    private static byte[] ReadRevoked(string line)
    {
        string[] fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 2 ? throw new FormatException($"The key '{line}' cannot be read.") : AllowedSigner.ReadKey(fields[0], fields[1]);
    }

    private static EcsException Invalid(string errorId, string message, string action) => new(errorId, message) { WasNotCarriedOut = true, RecommendedAction = action };
}
