namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>
/// What Huawei and OTC do in the sandbox where a <c>?</c> in docs/contracts/huawei-ecs.md says that no source settles it. Section numbers
/// are those of that page.
/// </summary>
public sealed record HuaweiUndocumentedBehavior
{
    /// <summary>3.3: a power action on a server in the wrong state refuses the whole call; otherwise its sub-job fails.</summary>
    public bool WrongStateRefusesCall { get; init; }

    /// <summary>3.3: for how long a SOFT stop waits for a guest that ignores it, until its job fails and the server is up again.</summary>
    public TimeSpan SoftStopGivesUpAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>5: a second task on a server is refused with 501 Ecs.0603; otherwise with Ecs.0100.</summary>
    public bool BusyIsOtherCommandsRunning { get; init; }

    /// <summary>3.9: how long a job stays INIT.</summary>
    public TimeSpan JobStaysInitial { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>6.2, 11: a server being reinstalled reads REBUILD; otherwise SHUTOFF without a task.</summary>
    public bool ReinstallShowsRebuild { get; init; }

    /// <summary>11: a frozen, expired or locked server is refused before the body is looked at; otherwise a body that cannot be meant is refused first.</summary>
    public bool LockIsJudgedBeforeBody { get; init; }

    /// <summary>11: lists hold a temporary server while another is being reinstalled.</summary>
    public bool ShowsTemporaryServer { get; init; } = true;

    /// <summary>12, no. 12: what the temporary server is called, before a part of its id.</summary>
    public string TemporaryServerPrefix { get; init; } = "ecs-reinstall-";

    /// <summary>11: a reinstallation that failed leaves ERROR with a fault; otherwise SHUTOFF.</summary>
    public bool FailedReinstallIsError { get; init; }

    /// <summary>11: a reinstallation that failed puts the old system disk back; otherwise the server has none.</summary>
    public bool FailedReinstallKeepsDisk { get; init; }

    /// <summary>11: the job's code when a reinstallation fails: Ecs.0202, Ecs.0204, Ecs.1002 (no new disk) or Ecs.0226 (not started).</summary>
    public string ReinstallFailureCode { get; init; } = "Ecs.0202";

    /// <summary>6.2: a server that a failed reinstallation left without system disk is refused with Ecs.0105; otherwise it may be tried again.</summary>
    public bool RetryNeedsSystemDisk { get; init; }

    /// <summary>12, no. 5: <c>key_name</c> tells the key pair of the last reinstallation; otherwise that of the creation.</summary>
    public bool KeyNameFollowsReinstall { get; init; } = true;

    /// <summary>12, no. 5: a reinstallation empties the stored Windows password; otherwise the old text stays until the guest posts a new one.</summary>
    public bool ReinstallEmptiesStoredPassword { get; init; } = true;

    /// <summary>3.5: from running after a reinstallation until the guest has posted its Windows password.</summary>
    public TimeSpan WindowsPasswordDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>4: BYOL is to be had in the region; otherwise Ecs.0090.</summary>
    public bool ByolIsAvailable { get; init; } = true;

    /// <summary>3.6: Huawei refuses a BYOL other than <c>true</c>; otherwise it means the system's license, as on OTC.</summary>
    public bool HuaweiRefusesOtherByol { get; init; } = true;

    /// <summary>3.6: Huawei takes a password on the v2 paths; some regions demand a key pair there.</summary>
    public bool HuaweiTakesPassword { get; init; } = true;

    /// <summary>11: OTC refuses <c>adminpass</c> with Ecs.0005; otherwise it ignores it.</summary>
    public bool OtcRefusesPassword { get; init; } = true;

    /// <summary>3.6: OTC heeds <c>mode: withStopServer</c>; otherwise it ignores it.</summary>
    public bool OtcStopsFirst { get; init; }

    /// <summary>3.6: a reinstallation with <c>keyname</c> and without <c>userid</c> is refused; otherwise the caller is meant.</summary>
    public bool UserIdIsRequired { get; init; } = true;

    /// <summary>1.6: a wrong login is refused in Keystone's form; otherwise in IAM's with IAM.0062.</summary>
    public bool LoginIsRefusedByKeystone { get; init; }

    /// <summary>1.6: a bad token is refused by the gateway with APIGW.0301; otherwise by the service with Common.0013.</summary>
    public bool TokenIsRefusedByGateway { get; init; }

    /// <summary>1.3: the one-time code that a login must bring; null if the user has no second factor.</summary>
    public string? Passcode { get; init; }

    /// <summary>1.3: the agency of the user's own account that may be assumed.</summary>
    public string AgencyName { get; init; } = "sandbox-agency";

    /// <summary>Lifecycle 5: a key pair of the account must be named with the user who made it; otherwise with any user.</summary>
    public bool AccountKeyPairNeedsMaker { get; init; }

    /// <summary>Lifecycle 2.5: EVS may use the keys of the account; otherwise an encrypted disk is refused with Ecs.0025.</summary>
    public bool EvsMayUseKeys { get; init; } = true;

    /// <summary>3.10: OTC offers the roll-back of a snapshot (its permission table lists it, no page describes it).</summary>
    public bool OtcRollsBack { get; init; } = true;

    /// <summary>1.6: how too many calls are answered.</summary>
    public HuaweiThrottle Throttle { get; init; }
}
