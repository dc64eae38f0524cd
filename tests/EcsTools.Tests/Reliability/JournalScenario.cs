using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace EcsTools.Tests.Reliability;

/// <summary>A journal's folder in some condition.</summary>
internal sealed class JournalScenario : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ecstools-matrix-").FullName;
    private readonly JournalFault _fault;
    private readonly bool _isMounted;

    /// <summary>Makes one that is whole.</summary>
    /// <param name="fault">What will be wrong with it.</param>
    public JournalScenario(JournalFault fault)
    {
        _fault = fault;
        Folder = Directory.CreateDirectory(Path.Combine(_root, "journal")).FullName;
        bool needsMount = fault is JournalFault.ReadOnly or JournalFault.DiskFull;
        _isMounted = needsMount && OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", Folder);
        IsPossible = _isMounted || !needsMount;
    }

    /// <summary>Where the journal is to be.</summary>
    public string Folder { get; }

    /// <summary>False where this machine cannot play it: file systems are mounted by an administrator of Linux alone.</summary>
    public bool IsPossible { get; } = true;

    /// <summary>Breaks it.</summary>
    /// <param name="target">The server that damage concerns.</param>
    /// <param name="part">The folder within the journal where the target's operations are kept.</param>
    public void Break(EcsInstance target, string part)
    {
        switch (_fault)
        {
            case JournalFault.NoFolder:
                Directory.Delete(Folder, recursive: true);
                File.WriteAllText(Folder, "in the way");
                break;
            case JournalFault.Damaged:
                File.WriteAllText(Path.Combine(Directory.CreateDirectory(part).FullName, $"{Key(target)}-{Guid.NewGuid():N}.json"), "{\"Schema\":1,\"OperationId\":\"torn");
                break;
            case JournalFault.ReadOnly:
                Run("mount", "-o", "remount,ro", Folder);
                break;
            case JournalFault.DiskFull:
                Fill();
                break;
        }
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

    private static string Key(EcsInstance target) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{target.AccountKey}/{target.Id}")).AsSpan(0, 12));

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
