namespace EcsTools.Sandbox.Fleet;

/// <summary>
/// A machine outside of the sandbox that is a server's guest: tests let a real system run where a server of the sandbox is. It is called with the gate
/// of the backend held.
/// </summary>
/// <param name="boot">Boots it: from a fresh disk if true, with what the cloud tells a guest: id, hostName, publicKey, password.</param>
/// <param name="halt">Cuts its power.</param>
/// <param name="readConsole">Reads what it has written to its console.</param>
internal sealed class GuestMachine(Action<bool, IReadOnlyDictionary<string, string>> boot, Action halt, Func<string> readConsole)
{
    private int? _system;

    public string Console => readConsole();

    public void Boot(RegionBackend backend, Server server)
    {
        Dictionary<string, string> told = new(StringComparer.Ordinal) { ["id"] = server.Id, ["hostName"] = server.HostName ?? server.Name };
        if (server.KeyPairName is { } pair && backend.KeyPairs.TryGetValue(pair, out string? key))
        {
            told["publicKey"] = key;
        }

        if (server.Password is { } password)
        {
            told["password"] = password;
        }

        boot(_system != server.Wipes, told);
        _system = server.Wipes;
    }

    public void Halt() => halt();
}
