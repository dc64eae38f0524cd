using System;

using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.Passwords;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Fleet;
using EcsTools.Sandbox.Hosting;

namespace EcsTools.Sandbox.Emulators.Huawei.SystemDisks;

/// <summary>
/// How a server gets a new system disk, step by step (docs/contracts/huawei-ecs.md 11): old disk off, new disk made, attached, server
/// started. A temporary server stands in the lists meanwhile.
/// </summary>
internal sealed class SystemDiskChange
{
    /// <summary>The share of the whole time that each step waits for the one before.</summary>
    private const double DetachShare = 0.15;
    private const double TemporaryShare = 0.1;
    private const double CreateShare = 0.15;
    private const double ReadyShare = 0.35;
    private const double AttachShare = 0.25;

    private readonly RequestContext _call;
    private readonly Project _project;
    private readonly RegionBackend _backend;
    private readonly Server _server;
    private readonly SystemDiskRequest _request;
    private readonly Image _image;
    private readonly int _sizeGiB;
    private readonly Job _job;
    private readonly TimeSpan _duration;
    private readonly string? _failure;
    private Disk? _old;
    private Disk? _new;
    private Server? _temporary;

    /// <summary>Prepares it.</summary>
    /// <param name="call">The call that asked for it.</param>
    /// <param name="server">The server.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="image">The image.</param>
    /// <param name="sizeGiB">The new disk's size.</param>
    /// <param name="job">The job that tells of it.</param>
    public SystemDiskChange(RequestContext call, Server server, SystemDiskRequest request, Image image, int sizeGiB, Job job)
    {
        _call = call;
        _project = call.Project;
        _backend = call.Backend;
        _server = server;
        _request = request;
        _image = image;
        _sizeGiB = sizeGiB;
        _job = job;
        _duration = request.ImageId is null ? _backend.Delays.Reinstall : _backend.Delays.Replace;
        _failure = call.Context.Faults.Schedule.TryTake(FaultKind.ReinstallFails) ? call.Undocumented.ReinstallFailureCode : null;
    }

    private HuaweiServerState Notes => _project.StateOf(_server);

    /// <summary>Begins it.</summary>
    public void Begin()
    {
        if (_server.Phase != ServerPhase.Running)
        {
            Enter();
            return;
        }

        _backend.Enter(_server, ServerPhase.Stopping, _backend.Delays.Stop, Enter);
    }

    private void Enter()
    {
        _backend.Enter(_server, ServerPhase.Rebuilding);
        Then(DetachShare, Detach);
    }

    private void Then(double share, Action step) => _backend.Events.After(TimeSpan.FromTicks((long)(_duration.Ticks * share)), step);

    private void Detach()
    {
        _job.Run();
        _old = _server.SystemDisk;
        if (_old is not null)
        {
            _backend.Detach(_server, _old);
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
        if (!_call.Undocumented.ShowsTemporaryServer)
        {
            return;
        }

        string id = _backend.NewUuid();
        _temporary = new Server
        {
            Id = id,
            Name = _call.Undocumented.TemporaryServerPrefix + id.Substring(0, 8),
            Size = _server.Size,
            Vcpu = _server.Vcpu,
            MemoryMiB = _server.MemoryMiB,
            ImageId = _image.Id,
            Zone = _server.Zone,
            IsWindows = _image.IsWindows,
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

        _new = new Disk
        {
            Id = _backend.NewUuid(),
            Name = _server.Name + "-volume-0000",
            IsSystem = true,
            SizeGiB = _sizeGiB,
            Category = _old?.Category ?? SeedCatalog.Of(_backend.Cloud).DiskCategory,
            ImageId = _image.Id,
            Phase = DiskPhase.Creating,
            Generation = (_old?.Generation ?? 0) + 1,
            CreatedAt = _backend.Now,
        };
        _backend.AddLoose(_new);
        DropOld(_old ?? Notes.LeftDisk);
        Then(ReadyShare, Ready);
    }

    /// <summary>The old disk is on its way out, and its snapshots with it (docs/contracts/huawei-ecs.md 3.6). It counts until it is
    /// gone.</summary>
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

        Notes.LeftDisk = null;
        Then(ReadyShare, () => _backend.Delete(old));
    }

    private void Ready()
    {
        _new!.Phase = DiskPhase.Available;
        if (_temporary is not null && (!_backend.Servers.Contains(_temporary.Id) || _temporary.Phase != ServerPhase.Stopped))
        {
            // Somebody has laid hands on it (docs/contracts/huawei-ecs.md 5).
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
        _backend.Attach(_server, _new);
        _server.Wipes++;
        TakeLogin();
        _server.ImageId = _image.Id;
        _server.IsWindows = _image.IsWindows;
        if (_failure == "Ecs.0226")
        {
            _server.LastReinstallFailed = true;
            _backend.Enter(_server, ServerPhase.Stopped);
            _job.Fail("Ecs.0226", "Failed to start the server.");
            return;
        }

        Power.Boot(_backend, _server);
        _backend.Events.After(_backend.Delays.Start, Succeed);
    }

    /// <summary>What opens the server from now on. Without Cloud-Init the v2 path injects nothing
    /// (docs/contracts/huawei-ecs.md 3.6).</summary>
    private void TakeLogin()
    {
        Notes.StoredPassword = _call.Undocumented.ReinstallEmptiesStoredPassword ? "" : WindowsPassword.Stored(_backend, _server, Notes);
        bool isInjected = _image.HasCloudInit || !_request.WithCloudInit;
        _server.KeyPairName = isInjected ? _request.KeyName : null;
        _server.PendingPassword = null;
        _server.Password = !isInjected || _request.KeyName is not null ? null : _request.Password;
    }

    private void Succeed()
    {
        _server.LastReinstallFailed = false;
        Notes.Fault = null;
        _job.Succeed();
        if (_server.IsWindows && _server.KeyPairName is { } keyName && _backend.KeyPairs.TryGetValue(keyName, out string? key))
        {
            WindowsPassword.PostLater(_backend, _server, Notes, key, _call.Undocumented.WindowsPasswordDelay);
        }
    }

    private void Fail(string reason, string? code = null)
    {
        RemoveTemporary();
        if (_old is not null && _call.Undocumented.FailedReinstallKeepsDisk && _old.Phase == DiskPhase.Available)
        {
            _old.Phase = DiskPhase.InUse;
            _backend.Attach(_server, _old);
        }
        else
        {
            Notes.LeftDisk = _old?.Phase == DiskPhase.Available ? _old : Notes.LeftDisk;
        }

        _server.LastReinstallFailed = true;
        _backend.Enter(_server, _call.Undocumented.FailedReinstallIsError ? ServerPhase.Faulty : ServerPhase.Stopped);
        Notes.Fault = _call.Undocumented.FailedReinstallIsError
            ? new ServerFault(500, "Build of instance aborted: volume could not be prepared", _backend.Now)
            : null;
        _job.Fail(code ?? _failure!, reason);
    }

    private void RemoveTemporary()
    {
        if (_temporary is not null)
        {
            _backend.Servers.Remove(_temporary.Id);
        }
    }
}
