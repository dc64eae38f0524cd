using System.Collections;
using System.Globalization;
using System.Security;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Approvals;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Operations;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Creates servers. Each is an operation of its own, with a plan, a price, an idempotency token and an entry in the journal.</summary>
[Cmdlet(VerbsCommon.New, "EcsInstance", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcsOperation), typeof(EcsPlan))]
public sealed class NewEcsInstanceCommand : EcsCmdlet
{
    private readonly OperationQueue _queue;
    private UserData? _userData;

    /// <summary>Makes the command.</summary>
    public NewEcsInstanceCommand() => _queue = new OperationQueue(this, (_, result) => WriteObject(result.Operation));

    /// <summary>The names; with -Count the beginning of the numbered names.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>How many servers are created, with numbered names.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Count { get; set; } = 1;

    /// <summary>The server from which everything is taken that is not specified.</summary>
    [Parameter]
    [ValidateCount(1, 1)]
    [EcsInstanceIdentityTransformation]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public EcsInstanceIdentity[]? LikeInstance { get; set; }

    /// <summary>The image.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageIdCompleter))]
    public string? ImageId { get; set; }

    /// <summary>The size.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public string? Size { get; set; }

    /// <summary>What the servers are attached to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkIdCompleter))]
    public string? NetworkId { get; set; }

    /// <summary>The security groups.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecurityGroupIdCompleter))]
    public string[] SecurityGroupId { get; set; } = [];

    /// <summary>The zone; that of the network without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ZoneCompleter))]
    public string? Zone { get; set; }

    /// <summary>The key pair with which one logs in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    public string? KeyPairName { get; set; }

    /// <summary>The password of the administrator.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>Keeps the password that the image has.</summary>
    [Parameter]
    public SwitchParameter PasswordInherit { get; set; }

    /// <summary>What the fresh system runs at its first start.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserData { get; set; }

    /// <summary>The file with the user data, in place of its text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserDataFile { get; set; }

    /// <summary>The description.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>The tags.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TagCompleter))]
    public Hashtable Tag { get; set; } = new();

    /// <summary>The outbound bandwidth in Mbit/s of a public address; without it there is none.</summary>
    [Parameter]
    [ValidateRange(0, 2000)]
    public int? Bandwidth { get; set; }

    /// <summary>What of the bandwidth is billed.</summary>
    [Parameter]
    public EcsBandwidthBilling? Billing { get; set; }

    /// <summary>The size of the system disk in GiB.</summary>
    [Parameter]
    [ValidateRange(1, 65536)]
    public int? SystemDiskSizeGiB { get; set; }

    /// <summary>The category of the system disk, in the provider's word; also of data disks that name none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SystemDiskCategory { get; set; }

    /// <summary>The performance level of the system disk.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PerformanceLevel { get; set; }

    /// <summary>The data disks: size in GiB, category and performance level, with colons between them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] DataDisk { get; set; } = [];

    /// <summary>Encrypts all disks.</summary>
    [Parameter]
    public SwitchParameter Encrypted { get; set; }

    /// <summary>The key with which the disks are encrypted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EncryptionKeyId { get; set; }

    /// <summary>How the servers are paid for.</summary>
    [Parameter]
    [ValidateSet(nameof(EcsChargeType.PayAsYouGo), nameof(EcsChargeType.Subscription), nameof(EcsChargeType.Spot))]
    public EcsChargeType? ChargeType { get; set; }

    /// <summary>How many units the term of a subscription has.</summary>
    [Parameter]
    [ValidateRange(1, 60)]
    public int? Period { get; set; }

    /// <summary>The unit of the term; months without it.</summary>
    [Parameter]
    [ValidateSet(nameof(EcsPeriodUnit.Week), nameof(EcsPeriodUnit.Month), nameof(EcsPeriodUnit.Year))]
    public EcsPeriodUnit? PeriodUnit { get; set; }

    /// <summary>Pays the order of a subscription at once instead of leaving it unpaid.</summary>
    [Parameter]
    public SwitchParameter AutoPay { get; set; }

    /// <summary>The most that is paid for a spot instance an hour; without it the market's price.</summary>
    [Parameter]
    public decimal? SpotPriceLimit { get; set; }

    /// <summary>Requirements that do not refuse.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RequirementCompleter))]
    public string[] IgnoreRequirement { get; set; } = [];

    /// <summary>The same as <c>-Confirm:$false</c>. It waives no requirement and answers no question of a policy.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the plans and sends nothing.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>With <c>-PlanOnly</c>: how long the plans may be run; 24 hours by default.</summary>
    [Parameter]
    public TimeSpan ValidFor { get; set; } = PlanSeal.UsualLife;

    /// <summary>How many servers are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary>After so many failures nothing more is begun.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int FailureLimit { get; set; } = 1;

    /// <summary>How many seconds to wait for one server.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = (int)OperationOptions.UsualTimeout(OperationKind.InstanceCreate).TotalSeconds;

    /// <summary>Ends when the cloud has accepted the requests.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The folder of the journal, where the usual one does not outlive this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>The account in which the servers are created; the default one, or that of -LikeInstance, without it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string? Account { get; set; }

    internal override bool IsForced => Force;

    private protected override void Begin()
    {
        CheckJournalPath(JournalPath);
        PlanLife.Check(this, PlanOnly, ValidFor);
        _userData = ReadUserData(UserData, UserDataFile);
        if (new[] { KeyPairName is not null, Password is not null, PasswordInherit.IsPresent }.Count(given => given) > 1)
        {
            Fail(InputErrors.Create("-KeyPairName, -Password, and -PasswordInherit cannot be combined.", "Specify only one of them."));
        }

        if (SpotPriceLimit <= 0)
        {
            Fail(InputErrors.Create("-SpotPriceLimit must be greater than 0.", "Specify a higher -SpotPriceLimit, or omit it."));
        }

        if (SpotPriceLimit is not null && ChargeType != EcsChargeType.Spot)
        {
            Fail(InputErrors.Create("-SpotPriceLimit would be ignored: the server is not a spot instance.", "Specify -ChargeType Spot, or omit -SpotPriceLimit."));
        }

        if (ChargeType != EcsChargeType.Subscription && (Period is not null || PeriodUnit is not null))
        {
            Fail(InputErrors.Create("A term would be ignored: the server is not a subscription.", "Specify -ChargeType Subscription, or omit -Period and -PeriodUnit."));
        }

        if (EncryptionKeyId is not null && !Encrypted)
        {
            Fail(InputErrors.Create("-EncryptionKeyId would be ignored: no disk is encrypted.", "Specify -Encrypted, or omit -EncryptionKeyId."));
        }
    }

    private protected override void Process()
    {
        string[] names = FindNames();
        ConnectedAccount account = LikeInstance is null ? Accounts.Get(Account) : TargetAccounts.Find(Accounts, LikeInstance[0], Account, region: null);
        try
        {
            Create(account, names);
        }
        catch (EcsException error) when (!EndsCommand(error) && error.ErrorId is not (EcsErrorId.InvalidInput or EcsErrorId.NotSupported))
        {
            // There is no server yet that could be named.
            WriteError(error, account.Info);
        }
    }

    private void Create(ConnectedAccount account, string[] names)
    {
        OperationOptions options = CreateOptions(account);
        foreach (string disk in options.DataDisks)
        {
            NewDataDisk.Parse(disk);
        }

        _queue.JournalPath = JournalPath;
        IReadOnlyList<PlannedOperation> plans = Run(token => CreationPlanner.PlanAsync(account, options, names, token));
        if (PlanOnly)
        {
            WriteObject(plans.Select(p => PlanSeal.Make(p.Plan, ValidFor)), enumerateCollection: true);
            return;
        }

        foreach (PlannedOperation planned in plans)
        {
            _queue.Consider(planned);
        }
    }

    private protected override void End() => _queue.Run("Creating servers", new Rollout { ThrottleLimit = ThrottleLimit, FailureLimit = FailureLimit });

    // web with three servers: web-01, web-02, web-03.
    private string[] FindNames()
    {
        bool isNumbered = MyInvocation.BoundParameters.ContainsKey(nameof(Count));
        int digits = Math.Max(2, Count.ToString(CultureInfo.InvariantCulture).Length);
        string[] names =
        [
            .. isNumbered
                ? Name.SelectMany(n => Enumerable.Range(1, Count).Select(i => $"{n}-{i.ToString("D" + digits, CultureInfo.InvariantCulture)}"))
                : Name,
        ];
        return names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw InputErrors.Create($"The name '{twice.Key}' is specified twice.", "Specify each name once.")
            : names;
    }

    private OperationOptions CreateOptions(ConnectedAccount account)
    {
        OperationOptions template = LikeInstance is null ? new OperationOptions() : ReadTemplate(account, LikeInstance[0]);
        bool hasLogin = KeyPairName is not null || Password is not null || PasswordInherit;
        return template with
        {
            Kind = OperationKind.InstanceCreate,
            ImageId = ImageId ?? template.ImageId,
            Size = Size ?? template.Size,
            NetworkId = NetworkId ?? template.NetworkId,
            SecurityGroupIds = IsGiven(nameof(SecurityGroupId)) ? SecurityGroupId : template.SecurityGroupIds,

            // A network of another zone takes its server there.
            Zone = Zone ?? (NetworkId is null ? template.Zone : null),
            Login = hasLogin || LikeInstance is null ? new LoginOptions { KeyPairName = KeyPairName, Password = Password, PasswordInherit = PasswordInherit } : template.Login,
            UserData = _userData,
            NewDescription = Description,
            Tags = IsGiven(nameof(Tag)) ? ReadTags() : template.Tags,
            Bandwidth = Bandwidth ?? template.Bandwidth,
            Billing = Billing ?? template.Billing,
            SystemDiskSizeGiB = SystemDiskSizeGiB ?? (ImageId is null ? template.SystemDiskSizeGiB : null),
            SystemDiskCategory = SystemDiskCategory ?? template.SystemDiskCategory,
            PerformanceLevel = PerformanceLevel ?? (SystemDiskCategory is null ? template.PerformanceLevel : null),
            DataDisks = IsGiven(nameof(DataDisk)) ? DataDisk : template.DataDisks,
            Encrypted = IsGiven(nameof(Encrypted)) ? Encrypted : template.Encrypted,
            EncryptionKeyId = EncryptionKeyId ?? (IsGiven(nameof(Encrypted)) ? null : template.EncryptionKeyId),
            ChargeType = ChargeType,
            Period = Period,
            PeriodUnit = PeriodUnit,
            AutoPay = AutoPay,
            SpotPriceLimit = SpotPriceLimit,
            IgnoredRequirements = IgnoreRequirement,
            Timeout = TimeSpan.FromSeconds(Timeout),
            NoWait = NoWait,
        };
    }

    private OperationOptions ReadTemplate(ConnectedAccount account, EcsInstanceIdentity identity)
    {
        if (identity.Refusal is not null)
        {
            throw identity.Refusal;
        }

        TargetReadResult reading = Run(token => TargetReader.ReadAsync(account, [identity], wildcards: false, asSeen: false, token));
        return reading.Found.FirstOrDefault() is { } found
            ? Run(token => NewServerTemplate.ReadAsync(account, found, token))
            : throw reading.Errors[0].Error;
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private string[] ReadTags() =>
        [.. Tag.Keys.Cast<object>().Select(k => $"{k}={Tag[k]}").OrderBy(t => t, StringComparer.Ordinal)];
}
