using System.Runtime.InteropServices;

namespace EcsTools.Core.Policies;

/// <summary>
/// The rules of this machine and of this user (<c>ecstools.policy.json</c>). All rules that concern an operation count; deny beats every
/// switch. A file that cannot be read denies everything, so that breaking it does not lift it.
/// </summary>
public sealed class Policy
{
    /// <summary>The name of the files.</summary>
    public const string FileName = "ecstools.policy.json";

    private readonly IReadOnlyList<PolicyFile> _files;

    private Policy(IReadOnlyList<PolicyFile> files) => _files = files;

    /// <summary>Who may approve plans, as lines of an <c>allowed_signers</c> file. Where the machine's file names some, the user's adds none.</summary>
    public IReadOnlyList<string> Approvers => _files.FirstOrDefault(f => f.Approvers.Count > 0)?.Approvers ?? [];

    /// <summary>Keys whose signatures do not count, as public keys are written: type and base64. Those of all files count.</summary>
    public IReadOnlyList<string> RevokedKeys => [.. _files.SelectMany(f => f.RevokedKeys)];

    /// <summary>True if whoever runs a plan may have approved it; every file that says something must say so.</summary>
    public bool AllowsSelfApproval => _files.Any(f => f.AllowsSelfApproval == true) && _files.All(f => f.AllowsSelfApproval != false);

    /// <summary>Reads the rules of the machine and of the user.</summary>
    /// <returns>The policy; without files one that asks for nothing.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if a file cannot be read.</exception>
    public static Policy Read() => Read(DefaultFiles());

    /// <summary>Reads rules from files.</summary>
    /// <param name="files">The files, the machine's first; those that do not exist are left out.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.DeniedByPolicy"/> if a file cannot be read.</exception>
    public static Policy Read(IEnumerable<string> files) => new([.. files.Select(PolicyFile.Read).OfType<PolicyFile>()]);

    /// <summary>The rules that concern an operation on a server.</summary>
    /// <param name="operation">The kind of operation or action.</param>
    /// <returns>The rules, the most severe first.</returns>
    public IReadOnlyList<PolicyRule> For(string operation, EcsInstance instance) =>
        [.. _files.SelectMany(f => f.Rules).Where(r => r.Concerns(operation, instance)).OrderByDescending(r => r.Effect)];

    /// <summary>The machine's file, which comes first, and the user's.</summary>
    internal static IEnumerable<string> DefaultFiles()
    {
        string machine = RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "EcsTools")
            : "/etc/ecstools";
        yield return Path.Combine(machine, FileName);
        string user = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (user.Length > 0)
        {
            yield return Path.Combine(user, "EcsTools", FileName);
        }
    }
}
