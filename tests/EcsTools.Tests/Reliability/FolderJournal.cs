using System.Diagnostics;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Reliability;

/// <summary>A journal in a folder.</summary>
internal sealed class FolderJournal : IJournalScenario
{
    private readonly string _root = Directory.CreateTempSubdirectory("ecstools-matrix-").FullName;
    private readonly JournalFault _fault;
    private readonly bool _isMounted;

    /// <summary>Makes one that is whole.</summary>
    /// <param name="fault">What will be wrong with it.</param>
    public FolderJournal(JournalFault fault)
    {
        _fault = fault;
        Folder = Directory.CreateDirectory(Path.Combine(_root, "journal")).FullName;
        bool needsMount = fault is JournalFault.ReadOnly or JournalFault.DiskFull;
        _isMounted = needsMount && OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", Folder);
        IsPossible = _isMounted || !needsMount;
    }

    /// <inheritdoc/>
    public string Folder { get; }

    /// <inheritdoc/>
    public string? JournalPath => Folder;

    // File systems are mounted by an administrator of Linux alone.
    public bool IsPossible { get; }

    /// <inheritdoc/>
    public void Break(EcsInstance target, ModuleSession session)
    {
        switch (_fault)
        {
            case JournalFault.NoFolder:
                Directory.Delete(Folder, recursive: true);
                File.WriteAllText(Folder, "in the way");
                break;
            case JournalFault.Damaged:
                string part = (string)session.Run($"[{typeof(FaultToggle).FullName}]::FindJournal($folder)", ("folder", Folder)).Single().BaseObject;
                File.WriteAllText(Path.Combine(Directory.CreateDirectory(part).FullName, $"{IJournalScenario.Key(target)}-{Guid.NewGuid():N}.json"), IJournalScenario.Torn);
                break;
            case JournalFault.ReadOnly:
                Run("mount", "-o", "remount,ro", Folder);
                break;
            case JournalFault.DiskFull:
                Fill();
                break;
        }
    }

    // What comes of the command is seen without it.
    public void Mend()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "-l", Folder);
        }

        Directory.Delete(_root, recursive: true);
    }

    private void Fill()
    {
        try
        {
            using FileStream filler = new(Path.Combine(Folder, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                filler.Write(new byte[1024]);
            }
        }
        catch (IOException)
        {
            // Full.
            return;
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
