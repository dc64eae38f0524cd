using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.Passwords;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Huawei.SystemDisks;

/// <summary>Replaces a system disk step by step (docs/contracts/huawei-ecs.md 11): old disk detached, new disk created, attached, server
/// started. A temporary server is in the lists meanwhile.</summary>
internal sealed class SystemDiskChange(RequestContext call, Server server, SystemDiskRequest request, Image image, int sizeGiB, Job job)
{
    /// <summary>The share of the whole duration that each step waits for the one before.</summary>
    private const double DetachShare = 0.15;
    private const double TemporaryShare = 0.1;
    private const double CreateShare = 0.15;
    private const double ReadyShare = 0.35;
    private const double AttachShare = 0.25;

    private readonly RegionBackend _backend = call.Backend;
    private readonly TimeSpan _duration = request.ImageId is null ? call.Backend.Delays.Reinstall : call.Backend.Delays.Replace;
    private readonly string? _failure =
        call.Context.Faults.Schedule.TryTake(FaultKind.ReinstallFails) ? call.Undocumented.ReinstallFailureCode : null;
    private Disk? _old;
    private Disk? _new;
    private Server? _temporary;

    private HuaweiServerState State => call.Project.StateOf(server);

    public void Begin()
    {
        if (server.Phase != ServerPhase.Running)
        {
            Enter();
            return;
        }

        _backend.Enter(server, ServerPhase.Stopping, _backend.Delays.Stop, Enter);
    }

    private void Enter()
    {
        _backend.Enter(server, ServerPhase.Rebuilding);
        Then(DetachShare, Detach);
    }

    private void Then(double share, Action step) => _backend.Events.After(TimeSpan.FromTicks((long)(_duration.Ticks * share)), step);

    private void Detach()
    {
        job.Run();
        _old = server.SystemDisk;
        if (_old is not null)
        {
            _backend.Detach(server, _old);
            _old.Phase = DiskPhase.Available;
        }

        if (_failure == "Ecs.0204")
        {
            Fail("The temporary server could not be created.");
            return;
        }

        AddTemporary();
        Then(TemporaryShare, () =>
        {
            if (_temporary is not null && _backend.Servers.Contains(_temporary.Id))
            {
                _backend.Enter(_temporary, ServerPhase.Stopped);
            }

            Then(CreateShare, Create);
        });
    }

    private void AddTemporary()
    {
        if (!call.Undocumented.ShowsTemporaryServer)
        {
            return;
        }

        string id = _backend.NewUuid();
        _temporary = new Server
        {
            Id = id,
            Name = call.Undocumented.TemporaryServerPrefix + id.Substring(0, 8),
            Size = server.Size,
            Vcpu = server.Vcpu,
            MemoryMiB = server.MemoryMiB,
            ImageId = image.Id,
            Zone = server.Zone,
            IsWindows = image.IsWindows,
            PrivateIp = "192.168.255.254",
            IsTemporary = true,
            CreatedAt = _backend.Now,
        };
        _backend.Enter(_temporary, ServerPhase.Creating);
        _backend.Servers.Add(_temporary);
    }

    private void Create()
    {
        if (_failure is "Ecs.0202" or "Ecs.1002")
        {
            Fail(_failure == "Ecs.0202" ? "Failed to create the system disk." : "The platform timed out.");
            return;
        }

        string? key = image.EncryptionKeyId ?? request.EncryptionKeyId;
        if (key is not null && _backend.EncryptionKeys.Disabled.Contains(key))
        {
            Fail("The key of the encrypted disk is disabled.", call.IsOtc ? "Ecs.0202" : "Ecs.0119");
            return;
        }

        _new = new Disk
        {
            Id = _backend.NewUuid(),
            Name = server.Name + "-volume-0000",
            IsSystem = true,
            SizeGiB = sizeGiB,
            Category = _old?.Category ?? SeedCatalog.Of(_backend.Cloud).DiskCategory,
            ImageId = image.Id,
            EncryptionKeyId = key,
            Phase = DiskPhase.Creating,
            Generation = (_old?.Generation ?? 0) + 1,
            CreatedAt = _backend.Now,
        };
        _backend.AddLoose(_new);
        DropOld(_old ?? State.LeftDisk);
        Then(ReadyShare, Ready);
    }

    /// <summary>The old disk is detached and its snapshots are deleted (docs/contracts/huawei-ecs.md 3.6). It counts until it is
    /// deleted.</summary>
    private void DropOld(Disk? old)
    {
        if (old is null)
        {
            return;
        }

        old.Phase = DiskPhase.Deleting;
        for (int i = _backend.Snapshots.Count - 1; i >= 0; i--)
        {
            if (_backend.Snapshots[i].DiskId == old.Id)
            {
                _backend.Snapshots.RemoveAt(i);
            }
        }

        State.LeftDisk = null;
        Then(ReadyShare, () => _backend.Delete(old));
    }

    private void Ready()
    {
        _new!.Phase = DiskPhase.Available;
        if (_temporary is not null && (!_backend.Servers.Contains(_temporary.Id) || _temporary.Phase != ServerPhase.Stopped))
        {
            // A client changed the temporary server (docs/contracts/huawei-ecs.md 5).
            _backend.Delete(_new);
            Fail("The temporary server was changed.", "Ecs.0204");
            return;
        }

        Then(AttachShare, Attach);
    }

    private void Attach()
    {
        RemoveTemporary();
        _new!.Phase = DiskPhase.InUse;
        _backend.Attach(server, _new);
        server.Wipes++;
        TakeLogin();
        server.ImageId = image.Id;
        server.IsWindows = image.IsWindows;
        if (_failure == "Ecs.0226")
        {
            server.LastReinstallFailed = true;
            _backend.Enter(server, ServerPhase.Stopped);
            job.Fail("Ecs.0226", "Failed to start the server.");
            return;
        }

        Power.Boot(_backend, server);
        _backend.Events.After(_backend.Delays.Start, Succeed);
    }

    /// <summary>Without Cloud-Init the v2 path injects nothing (docs/contracts/huawei-ecs.md 3.6).</summary>
    private void TakeLogin()
    {
        State.StoredPassword = call.Undocumented.ReinstallEmptiesStoredPassword ? "" : WindowsPassword.Stored(_backend, server, State);
        bool isInjected = image.HasCloudInit || !request.WithCloudInit;
        server.KeyPairName = isInjected ? request.KeyName : null;
        server.PendingPassword = null;
        server.Password = !isInjected || request.KeyName is not null ? null : request.Password;
    }

    private void Succeed()
    {
        server.LastReinstallFailed = false;
        State.Fault = null;
        job.Succeed();
        if (server.IsWindows && server.KeyPairName is { } keyName && _backend.KeyPairs.TryGetValue(keyName, out string? key))
        {
            WindowsPassword.PostLater(_backend, server, State, key, call.Undocumented.WindowsPasswordDelay);
        }
    }

    private void Fail(string reason, string? code = null)
    {
        RemoveTemporary();
        if (_old is not null && call.Undocumented.FailedReinstallKeepsDisk && _old.Phase == DiskPhase.Available)
        {
            _old.Phase = DiskPhase.InUse;
            _backend.Attach(server, _old);
        }
        else
        {
            State.LeftDisk = _old?.Phase == DiskPhase.Available ? _old : State.LeftDisk;
        }

        server.LastReinstallFailed = true;
        _backend.Enter(server, call.Undocumented.FailedReinstallIsError ? ServerPhase.Faulty : ServerPhase.Stopped);
        State.Fault = call.Undocumented.FailedReinstallIsError
            ? new ServerFault(500, "Build of instance aborted: volume could not be prepared", _backend.Now)
            : null;
        job.Fail(code ?? _failure!, reason);
    }

    private void RemoveTemporary()
    {
        if (_temporary is not null)
        {
            _backend.Servers.Remove(_temporary.Id);
        }
    }
}
