using System.Collections.Generic;
using System.IO;
using System.Linq;

using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>
/// Where clouds.yaml and the files that complete it are. Others may have put the files of the working folder there: these count only if nobody
/// else can change them, and a clouds.yaml that is found there gets no secret from anywhere else, since its address may be anybody's.
/// </summary>
/// <param name="Secure">secure.yaml, or null.</param>
/// <param name="Vendors">clouds-public.yaml, or null.</param>
/// <param name="TakesSecrets">False if only what stands beside it may complete it.</param>
internal sealed record CloudsYamlPaths(string Clouds, string? Secure, string? Vendors, bool TakesSecrets)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Finds the files.</summary>
    /// <returns>The paths, or null without a clouds.yaml.</returns>
    public static CloudsYamlPaths? Find(MachineEnvironment machine)
    {
        string[] own = [machine.InHome(".config", "openstack"), Path.Combine(machine.SystemFolder, "openstack")];
        string[] near = [machine.WorkingFolder];
        string? named = machine.NamedFile("OS_CLIENT_CONFIG_FILE");
        if ((named ?? Search(machine, [.. near, .. own], "clouds")) is not { } clouds)
        {
            return null;
        }

        bool isNear = Path.GetFullPath(Path.GetDirectoryName(clouds) ?? "") == Path.GetFullPath(machine.WorkingFolder);
        bool takesSecrets = named is not null || !isNear;
        return new CloudsYamlPaths(
            clouds,
            (takesSecrets ? machine.NamedFile("OS_CLIENT_SECURE_FILE") : null) ?? Search(machine, isNear ? near : own, "secure"),
            machine.NamedFile("OS_CLIENT_VENDOR_FILE") ?? Search(machine, isNear ? [.. near, .. own] : own, "clouds-public"),
            takesSecrets);
    }

    private static string? Search(MachineEnvironment machine, IEnumerable<string> folders, string name) => folders
        .SelectMany(_ => Extensions, (folder, extension) => Path.Combine(folder, name + extension))
        .FirstOrDefault(file => File.Exists(file) && (Path.GetDirectoryName(file) != machine.WorkingFolder || IsOwn(file)));

    private static bool IsOwn(string file)
    {
        bool isOwn = UnixFileStatus.TryRead(file) is not { CanBeChangedByOthers: true };
        if (!isOwn)
        {
            AmbientLog.Current.Warning($"Ignored {file}: other users can change it.");
        }

        return isOwn;
    }
}
