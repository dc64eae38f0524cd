using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;

using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Guests;

/// <summary>Extends partition and file system in a Linux guest after its disk was extended, by the cloud's agent or over SSH. It may be repeated
/// without harm.</summary>
/// <param name="diskId">The disk; null for the one that the system is on.</param>
internal sealed class GrowFileSystemStep(ConnectedAccount account, string? diskId) : ICloudStep
{
    public StepKind Kind => StepKind.GrowFileSystem;

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<StepPreview>>(
        [.. targets.Select(t => new StepPreview { Summary = "Extend the last partition of the disk and its file system in the guest.", Requirements = [.. Check(account, t)] })]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(t => SendAsync(t, cancellation), cancellation);

    // The guest has said so, or nobody can tell.
    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        StepObservation.OfAnswersAlone(sent);

    /// <summary>The guest can be reached, and is one whose file systems are extended so.</summary>
    public static IEnumerable<EcsRequirement> Check(ConnectedAccount account, StepTarget target)
    {
        const string Id = EcsRequirementId.GuestLogin;
        (EcsInstance instance, OperationOptions options) = (target.Instance, target.Options);
        bool byAgent = GuestCommands.IsByAgent(account, GuestCommandMethod.Auto, options.Ssh);
        return !options.GrowFileSystem ? [] :
        [
            instance.OsType == EcsOsType.Windows ? Failed(Id, "File systems of Windows are not extended by this command.", "Omit -GrowFileSystem, and extend the volume with Disk Management in the guest.")
            : options.EndState != EcsEndState.Running ? Failed(Id, "The server is left stopped, and file systems are extended in a running guest.", "Specify -Start, or omit -GrowFileSystem.")
            : byAgent ? Passed(Id, "The cloud's agent extends the file system.")
            : !options.Ssh.HasSecret ? Failed(Id, "No key and no password for the guest was specified.", "Specify -KeyFile or -LoginCredential, or omit -GrowFileSystem.")
            : options.Ssh.AddressOf(instance) is not { } address ? Failed(Id, "The server has no such address.", "Specify -HostName or -UsePrivateAddress.")
            : Passed(Id, $"Login as {options.Ssh.UserName} at {address}, port {options.Ssh.Port}."),
        ];
    }

    private async Task<StepHandle> SendAsync(StepTarget target, CancellationToken cancellation)
    {
        (EcsInstance instance, OperationOptions options) = (target.Instance, target.Options);
        string script = GrowFileSystemScript.Of(diskId, options.SizeGiB ?? 0);
        bool byAgent = GuestCommands.IsByAgent(account, GuestCommandMethod.Auto, options.Ssh);
        GuestCommandRequest request = new(new GuestCommand(byAgent ? script : GrowFileSystemScript.As(options.Ssh.UserName, script))
        {
            Kind = EcsCommandType.Shell,
            Timeout = options.Ssh.CommandTimeout,
        })
        {
            Login = options.Ssh,
            MayBeSilent = options.Ignores(EcsRequirementId.GuestIdentity),
        };
        EcsCommandResult? result = null;
        await GuestCommands.RunAsync(account, request, [instance], r => result = r, cancellation).ConfigureAwait(false);
        return result switch
        {
            { Succeeded: true } => new StepHandle(),
            { ExitCode: not null } => throw Refused(instance, result),
            { Error: { } error } => throw error,
            _ => throw new EcsException(EcsErrorId.GuestCommandFailed, $"The guest of {instance} returned no result.") { InstanceId = instance.Id },
        };
    }

    private static EcsException Refused(EcsInstance instance, EcsCommandResult result)
    {
        string said = (result.ErrorOutput.Trim() is { Length: > 0 } errors ? errors : result.Output.Trim()).Split('\n').Last().Trim();
        return new EcsException(EcsErrorId.GuestCommandFailed, said.Length == 0 ? $"The script ended with {result.ExitCode}." : said)
        {
            InstanceId = instance.Id,
            RecommendedAction = "Extend partition and file system in the guest, for example with growpart and resize2fs or xfs_growfs.",
        };
    }
}
