using EcsTools.Abstractions;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Changes disks of servers: their size, their type, or whether they are deleted with their server.</summary>
[Cmdlet(VerbsCommon.Set, "EcsDisk", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class SetEcsDiskCommand : EcsDiskCmdlet, IDynamicParameters
{
    private readonly SshParameters _ssh = new();
    private SshLogin _login = new();

    /// <summary>Creates the command.</summary>
    public SetEcsDiskCommand() => Timeout = UsualTimeout(OperationKind.DiskExtend);

    /// <summary>The system disk of the server.</summary>
    [Parameter]
    public SwitchParameter SystemDisk { get; set; }

    /// <summary>The new size in GiB; larger than the present one.</summary>
    [Parameter]
    [ValidateRange(1, 65536)]
    public int? SizeGiB { get; set; }

    /// <summary>The new category, in the cloud's word.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Category { get; set; }

    /// <summary>The new performance level (Alibaba Cloud).</summary>
    [Parameter]
    [ValidateSet("PL0", "PL1", "PL2", "PL3")]
    public string? PerformanceLevel { get; set; }

    /// <summary>Whether the disk is deleted with its server.</summary>
    [Parameter]
    public bool? DeleteWithInstance { get; set; }

    /// <summary>Stops a running server first.</summary>
    [Parameter]
    public SwitchParameter StopFirst { get; set; }

    /// <summary>Starts the server afterwards, also if it was found stopped.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <summary>Leaves the server stopped, also if it was found running.</summary>
    [Parameter]
    public SwitchParameter LeaveStopped { get; set; }

    /// <summary>Pays the order of a subscription at once.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    /// <summary>Extends partition and file system in a Linux guest, too.</summary>
    [Parameter]
    public SwitchParameter GrowFileSystem { get; set; }

    /// <inheritdoc/>
    public object GetDynamicParameters() => _ssh;

    private OperationKind Kind => SizeGiB is not null ? OperationKind.DiskExtend
        : DeleteWithInstance is not null ? OperationKind.DiskRetentionChange
        : OperationKind.DiskTypeChange;

    private protected override bool NamesDisk => DiskId is not null || SystemDisk;

    private protected override string DiskParameters => "-SystemDisk or -DiskId";

    private protected override string Activity => "Changing disks";

    private protected override void Begin()
    {
        EndStateChoice.Check(this, Start, LeaveStopped);
        bool[] changes = [SizeGiB is not null, Category is not null || PerformanceLevel is not null, DeleteWithInstance is not null];
        if (changes.Count(c => c) != 1)
        {
            Fail(InputErrors.Create(
                changes.Contains(true) ? "Size, type, and deletion of a disk are changed one at a time." : "No change of the disk was specified.",
                "Specify -SizeGiB; or -Category, -PerformanceLevel, or both; or -DeleteWithInstance."));
        }

        string[] unused = [.. new[] { nameof(StopFirst), nameof(Start), nameof(LeaveStopped), nameof(AutoPay) }.Where(MyInvocation.BoundParameters.ContainsKey)];
        if (DeleteWithInstance is not null && unused.Length > 0)
        {
            Fail(InputErrors.Create(
                $"With -DeleteWithInstance these parameters would be ignored: {string.Join(", ", unused.Select(n => "-" + n))}.", "Omit them. The server keeps running."));
        }

        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Timeout)))
        {
            Timeout = UsualTimeout(Kind);
        }

        if (DiskId is not null && SystemDisk)
        {
            Fail(InputErrors.Create("-DiskId and -SystemDisk cannot be combined.", "Omit one of them."));
        }

        ReadLogin();
        base.Begin();
    }

    private void ReadLogin()
    {
        try
        {
            _login = _ssh.ToLogin(ResolvePath);
            SshParameters.RefuseUnused(MyInvocation.BoundParameters.Keys, GrowFileSystem && _login.HasSecret);
        }
        catch (EcsException error)
        {
            Fail(error);
        }

        if (GrowFileSystem && SizeGiB is null)
        {
            Fail(InputErrors.Create("-GrowFileSystem would be ignored: the disk is not extended.", "Specify -SizeGiB, or omit -GrowFileSystem."));
        }

        if (GrowFileSystem && PlanOnly && _login.HasSecret)
        {
            Fail(InputErrors.Create("A plan does not contain the SSH login of the guest.", "Omit -GrowFileSystem, or run the command without -PlanOnly."));
        }
    }

    private protected override OperationOptions CreateOptions() => new()
    {
        Kind = Kind,
        SizeGiB = SizeGiB,
        Category = Category,
        PerformanceLevel = PerformanceLevel,
        DeleteWithInstance = DeleteWithInstance,
        GrowFileSystem = GrowFileSystem,
        Ssh = _login,
        StopFirst = StopFirst,
        Start = Start,
        LeaveStopped = LeaveStopped,
        AutoPay = AutoPay,
        IgnoredRequirements = IgnoreRequirement,
        Timeout = TimeSpan.FromSeconds(Timeout),
        NoWait = NoWait,
    };

    private static int UsualTimeout(OperationKind kind) => (int)OperationOptions.UsualTimeout(kind).TotalSeconds;
}
