namespace EcsTools.Internal;

/// <summary>The file of a private key that is written for the first who asks where it is: a key takes a while to make.</summary>
internal sealed class LateKeyFile(Func<string> export) : IDisposable
{
    private readonly object _gate = new();
    private bool _canWrite = true;

    /// <summary>Where it is. The runtime makes temporary files that only their owner can read.</summary>
    public string Path { get; } = System.IO.Path.GetTempFileName();

    /// <summary>Writes the key, once. Descriptions outlive the sandbox: none of them brings the file back.</summary>
    public void Write()
    {
        lock (_gate)
        {
            if (_canWrite)
            {
                File.WriteAllText(Path, export());
                _canWrite = false;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _canWrite = false;
            File.Delete(Path);
        }
    }
}
