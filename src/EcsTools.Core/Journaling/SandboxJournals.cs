using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Journaling;

/// <summary>
/// The journals of one sandbox: a folder of its own in each journal that its operations are written to. A held file in the folder says
/// that the sandbox exists. The folders are deleted with the sandbox, or, if its process was killed, by whoever opens the journal next.
/// </summary>
public sealed class SandboxJournals : IDisposable
{
    private const string Prefix = "sandbox-";
    private const string LockName = "sandbox.lock";

    // A folder whose file is not held yet may be about to get it.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly object _gate = new();
    private readonly Dictionary<string, IDisposable> _held = new(StringComparer.Ordinal);
    private bool _disposed;

    /// <summary>Deletes the folders. One that cannot be deleted is deleted by whoever opens the journal next.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (KeyValuePair<string, IDisposable> held in _held)
            {
                held.Value.Dispose();
                TryDelete(held.Key);
            }

            _held.Clear();
        }
    }

    /// <summary>Deletes the folders of sandboxes that no longer exist.</summary>
    /// <param name="journalFolder">The journal's folder.</param>
    internal static void DeleteAbandoned(string journalFolder)
    {
        foreach (string folder in Directory.EnumerateDirectories(journalFolder, Prefix + "*").ToArray())
        {
            if (DateTime.UtcNow - Directory.GetCreationTimeUtc(folder) > Grace && !FileClaim.IsHeld(Path.Combine(folder, LockName)))
            {
                TryDelete(folder);
            }
        }
    }

    /// <summary>The sandbox's folder within a journal.</summary>
    /// <param name="journalFolder">The journal's folder.</param>
    /// <returns>The path; the folder may not exist.</returns>
    internal string FolderIn(string journalFolder) => Path.Combine(journalFolder, Prefix + _id);

    /// <summary>Creates the sandbox's folder, and holds it until the sandbox ends.</summary>
    /// <param name="folder">The folder, as <see cref="FolderIn"/> returns it.</param>
    /// <exception cref="IOException">The folder cannot be created, or the sandbox has ended.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created.</exception>
    internal void Hold(string folder)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                throw new IOException("The sandbox has been stopped.");
            }

            if (_held.ContainsKey(folder))
            {
                return;
            }

            SecureFiles.CreateFolder(folder);
            string file = Path.Combine(folder, LockName);
            _held.Add(folder, FileClaim.TryTake(file) ?? throw new IOException($"Another process holds {file}."));
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            AmbientLog.Current.Verbose($"Cannot delete {folder}: {error.Message}");
        }
    }
}
