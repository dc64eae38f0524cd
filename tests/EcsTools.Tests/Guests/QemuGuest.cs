using System.Diagnostics;
using System.Text.Json;

namespace EcsTools.Tests.Guests;

/// <summary>
/// A real system in qemu, run in software, from the lab's image: what a cloud tells a guest is on a config drive, and its SSH server is at an address of
/// this machine's loopback. From inside nothing is reached.
/// </summary>
/// <param name="image">The image that fresh disks are made from.</param>
/// <param name="folder">Where its files are.</param>
internal sealed class QemuGuest(string image, string folder, string address) : IDisposable
{
    private const string Mac = "52:54:00:ec:50:01";
    private Process? _machine;

    public string Address => address;

    private string Disk => Path.Combine(folder, "disk.qcow2");

    private string ConsoleLog => Path.Combine(folder, "console.log");

    /// <summary>Boots it.</summary>
    /// <param name="isFresh">True for a fresh disk.</param>
    /// <param name="told">What a cloud tells a guest: id, hostName, and publicKey and password where there are such.</param>
    public void Boot(bool isFresh, IReadOnlyDictionary<string, string> told)
    {
        if (isFresh)
        {
            File.Delete(ConsoleLog);
            Run("qemu-img", "create", "-q", "-f", "qcow2", "-b", image, "-F", "qcow2", Disk, "2G");
        }

        string drive = Path.Combine(folder, "config");
        string latest = Directory.CreateDirectory(Path.Combine(drive, "openstack", "latest")).FullName;
        Dictionary<string, object> data = new() { ["uuid"] = told["id"], ["hostname"] = told["hostName"], ["name"] = told["hostName"] };
        if (told.TryGetValue("publicKey", out string? key))
        {
            data["public_keys"] = new Dictionary<string, string> { ["ops"] = key };
        }

        if (told.TryGetValue("password", out string? password))
        {
            data["admin_pass"] = password;
        }

        File.WriteAllText(Path.Combine(latest, "meta_data.json"), JsonSerializer.Serialize(data));
        File.WriteAllText(Path.Combine(latest, "network_data.json"), $$"""
            {"links": [{"id": "l0", "type": "phy", "ethernet_mac_address": "{{Mac}}"}],
             "networks": [{"id": "n0", "type": "ipv4", "link": "l0", "network_id": "n", "ip_address": "10.0.2.15", "netmask": "255.255.255.0"}]}
            """);
        Run("genisoimage", "-quiet", "-V", "config-2", "-r", "-J", "-o", drive + ".iso", drive);
        _machine = Process.Start(
            "qemu-system-x86_64",
            [
                "-accel", "tcg", "-m", "384", "-display", "none", "-monitor", "none",
                "-chardev", $"file,id=console,path={ConsoleLog},append=on", "-serial", "chardev:console",
                "-drive", $"file={Disk},if=virtio,cache=unsafe", "-cdrom", drive + ".iso", "-device", "virtio-rng-pci",
                "-netdev", $"user,id=n0,restrict=on,hostfwd=tcp:{address}:22-:22", "-device", $"virtio-net-pci,netdev=n0,mac={Mac}",
            ]);
    }

    /// <summary>Cuts its power.</summary>
    public void Halt()
    {
        if (_machine is not null)
        {
            _machine.Kill();
            _machine.WaitForExit();
            _machine.Dispose();
            _machine = null;
        }
    }

    public string ReadConsole()
    {
        if (!File.Exists(ConsoleLog))
        {
            return "";
        }

        using StreamReader reader = new(new FileStream(ConsoleLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    public void Dispose() => Halt();

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
