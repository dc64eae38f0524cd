using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Contracts;
using EcsTools.Core.Threading;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Operations;

/// <summary>A cloud of one server whose wipe does what the test says; everything that is sent is written down.</summary>
internal class ScriptedCloud : ICloud, ICloudStep
{
    public ICloudInventory? Inventory => null;

    public IKeyPairEditor? KeyPairs => null;

    public IResourceRemover? Remover => null;

    public IServerEvents? Events => null;

    public ITagEditor? Tags => null;

    public CloudCapabilities Capabilities { get; set; } = new() { PowerBatchSize = 10, SnapshotSurvivesRebuild = true };

    public StepKind Kind => StepKind.RebuildSystemDisk;

    public List<string> Sent { get; } = [];

    /// <summary>The step that makes backups; null for a cloud without.</summary>
    public ScriptedBackup? Backup { get; set; }

    public EcsInstance Server { get; set; } = Make(EcsInstanceStatus.Stopped);

    public Dictionary<string, string> Facts { get; } = new() { ["systemDiskId"] = "d-1" };

    /// <summary>What the preview requires besides the state.</summary>
    public List<EcsRequirement> Requirements { get; } = [];

    /// <summary>What else the preview tells.</summary>
    public Func<StepPreview, StepPreview> Preview { get; set; } = preview => preview;

    public Queue<Func<StepHandle>> Wipes { get; } = new();

    public Queue<StepObservation> Observations { get; } = new();

    /// <summary>Why nobody can look; null while one can.</summary>
    public EcsException? Blindness { get; set; }

    /// <summary>What comes before a start, stop or restart is answered.</summary>
    public Func<StepKind, Task> BeforePower { get; set; } = _ => Task.CompletedTask;

    /// <summary>What is seen of a start, stop or restart.</summary>
    public ObservedState PowerState { get; set; } = ObservedState.TookEffect;

    /// <summary>Why no server is started; null while it is.</summary>
    public EcsException? StartRefusal { get; set; }

    public static EcsInstance Make(EcsInstanceStatus status, string name = "web-01") =>
        new() { Id = "i-1", Name = name, Status = status, Account = "test", AccountKey = "Alibaba/1/r", Region = "r" };

    /// <summary>Done whenever somebody begins to wait.</summary>
    public Action Waiting { get; set; } = () => { };

    public ConnectedAccount Open()
    {
        VirtualClock clock = VirtualClock.SelfAdvancing();
        EcsAccount info = new() { Name = "test", Cloud = EcsCloud.Alibaba, Region = "r", AccountKey = "Alibaba/1/r" };
        return new ConnectedAccount(info, this, new DelegatedTimeProvider(() => clock.Elapsed, (time, cancellation) =>
        {
            Waiting();
            return clock.Delay(time, cancellation);
        }));
    }

    public Task<CallerIdentity> ProveAsync(CancellationToken cancellation) => Task.FromResult(new CallerIdentity("1", "tester"));

    public Task<Page<EcsInstance>> ListInstancesAsync(InstanceQuery query, string? continuation, Action<string>? onNext, CancellationToken cancellation) =>
        Task.FromResult(new Page<EcsInstance>([Server], null));

    public Task<IReadOnlyList<EcsInstance>> FindInstancesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<EcsInstance>>([.. new[] { Server }.Where(s => ids.Contains(s.Id))]);

    public Task<IReadOnlyList<EcsDisk>> GetDisksAsync(string instanceId, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<EcsDisk>>([]);

    public ICloudStep? FindStep(StepKind kind) => kind switch
    {
        StepKind.RebuildSystemDisk => this,
        StepKind.Start or StepKind.Stop or StepKind.Restart => new ScriptedPower(this, kind),
        _ => Backup,
    };

    public Task<IReadOnlyList<StepPreview>> PreviewAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StepPreview>>([.. targets.Select(t => Preview(new StepPreview
        {
            Summary = "Wipe.",
            Facts = new Dictionary<string, string>(Facts),
            Requirements =
            [
                new EcsRequirement(
                    EcsRequirementId.State,
                    t.Instance.Status == EcsInstanceStatus.Stopped ? EcsRequirementOutcome.Passed : EcsRequirementOutcome.Failed,
                    t.Instance.Status.ToString()),
                .. Requirements,
            ],
        }))]);

    public IReadOnlyList<Task<StepHandle>> SendAsync(IReadOnlyList<StepTarget> targets, CancellationToken cancellation) =>
        targets.EachAsync(_ => Task.FromResult(Wipe()), cancellation);

    public IReadOnlyList<Task<StepObservation>> ObserveAsync(IReadOnlyList<SentStep> sent, CancellationToken cancellation) =>
        sent.EachAsync(_ => Task.FromResult(Look()), cancellation);

    private StepHandle Wipe()
    {
        Sent.Add("Wipe");
        return Wipes.Count > 0 ? Wipes.Dequeue()() : new StepHandle { JobId = "job-1" };
    }

    private StepObservation Look()
    {
        if (Blindness is not null)
        {
            throw Blindness;
        }

        StepObservation observation = Observations.Count > 1 ? Observations.Dequeue() : Observations.Peek();
        Server = observation.Instance ?? Server;
        return observation;
    }

    public void Dispose()
    {
    }
}
