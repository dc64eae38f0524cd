using System.Text.Json.Nodes;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Guests;

/// <summary>What every test of real guests needs: servers that run, a session beside them, and OpenSSH's client.</summary>
internal sealed class GuestBench : IDisposable
{
    /// <summary>A command that fails in a guest that has no marker.</summary>
    public const string Marker = "test -e /root/marker";

    /// <summary>A command that ends with Cloud-Init, which sets passwords after the guest has begun to answer.</summary>
    public const string Settled = "until test -e /var/lib/cloud/instance/boot-finished; do sleep 1; done";

    private readonly LabSession _session;

    public GuestBench(OpenStackLab lab) => (Lab, _session, Guest) = (lab, new LabSession(lab), new GuestLogin(Folder));

    public OpenStackLab Lab { get; }

    public GuestLogin Guest { get; }

    /// <summary>Where the operator's files are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ecstools-guests-").FullName;

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs a script that must not fail.</summary>
    /// <returns>What it wrote of this type.</returns>
    public IReadOnlyList<T> Run<T>(string script, params (string Name, object? Value)[] variables) => _session.Run<T>(script, variables);

    /// <summary>Runs a script in the operator's own shell, to its end.</summary>
    /// <returns>What it wrote, of which the last line is an object in JSON.</returns>
    public async Task<JsonObject> TypeAsync(string script)
    {
        using LabShell shell = new(Lab, Folder, script);
        string told = await shell.EndAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        return JsonNode.Parse(told.Split('\n')[^1])!.AsObject();
    }

    /// <summary>Makes a key pair.</summary>
    public (string Name, string KeyFile) NewKeyPair()
    {
        string name = $"{Lab.Prefix}-{Guid.NewGuid():N}"[..16];
        string path = Path.Combine(Folder, name);
        Run<object>($"{LabSession.Connect}; New-EcsKeyPair {name} '{path}'");
        return (name, path);
    }

    /// <summary>Makes servers of one name and waits until their guests answer.</summary>
    public async Task<IReadOnlyList<EcsInstance>> StartAsync(string name, string keyPair, int volumeGiB = 0, int count = 1, string? userData = null)
    {
        string[] ids = await Lab.CreateAsync(name, count, keyPair: keyPair, volumeGiB: volumeGiB, userData: userData);
        return Run<EcsInstance>("$ids | Wait-EcsInstance -For Guest -Timeout 1800 -PassThru", ("ids", ids));
    }

    /// <summary>Deletes servers as soon as they are not needed: each takes memory.</summary>
    public async Task DeleteAsync(params IEnumerable<string> ids)
    {
        foreach (string id in ids)
        {
            await Lab.SendAsync(HttpMethod.Delete, "compute", $"/servers/{id}");
            await Lab.GoneAsync(id);
        }
    }
}
