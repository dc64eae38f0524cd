using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Security;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>
/// Where clouds.yaml and the files that complete it are. Others may have put the files of the working folder there: these count only if nobody
/// else can change them, and a clouds.yaml that is found there is completed by what stands beside it alone, since its address may be anybody's.
/// </summary>
/// <param name="Secure">secure.yaml, or null.</param>
/// <param name="Vendors">clouds-public.yaml, or null.</param>
/// <param name="TakesSecrets">False if only what stands beside it may complete it: no variable, and no file of another folder.</param>
internal sealed record CloudsYamlPaths(FoundFile Clouds, FoundFile? Secure, FoundFile? Vendors, bool TakesSecrets)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Finds the files.</summary>
    /// <returns>The paths, or null without a clouds.yaml.</returns>
    public static CloudsYamlPaths? Find(MachineEnvironment machine)
    {
        if (machine.NamedFile("OS_CLIENT_CONFIG_FILE") is { } named)
        {
            return Complete(new FoundFile(named, MustBeOwn: false), Path.GetDirectoryName(named), machine);
        }

        // By the place that was searched, never by comparing paths: there are many ways to write one.
        return SearchShared(machine.WorkingFolder, "clouds") is { } near
            ? new CloudsYamlPaths(near, SearchShared(machine.WorkingFolder, "secure"), SearchShared(machine.WorkingFolder, "clouds-public"), TakesSecrets: false)
            : SearchOwn(machine, "clouds") is { } own ? Complete(own, null, machine) : null;
    }

    // What completes a file that its user has chosen, by a variable or by its place.
    private static CloudsYamlPaths Complete(FoundFile clouds, string? beside, MachineEnvironment machine)
    {
        FoundFile? FindPart(string variable, string name) => machine.NamedFile(variable) is { } named
            ? new FoundFile(named, MustBeOwn: false)
            : (beside is null ? null : SearchShared(beside, name)) ?? SearchOwn(machine, name);

        return new CloudsYamlPaths(clouds, FindPart("OS_CLIENT_SECURE_FILE", "secure"), FindPart("OS_CLIENT_VENDOR_FILE", "clouds-public"), TakesSecrets: true);
    }

    private static FoundFile? SearchOwn(MachineEnvironment machine, string name) =>
        Search([machine.InHome(".config", "openstack"), Path.Combine(machine.SystemFolder, "openstack")], name).Select(f => new FoundFile(f, MustBeOwn: false)).FirstOrDefault();

    private static FoundFile? SearchShared(string folder, string name) => Search([folder], name).Where(IsOwn).Select(f => new FoundFile(f, MustBeOwn: true)).FirstOrDefault();

    private static IEnumerable<string> Search(IEnumerable<string> folders, string name) =>
        folders.SelectMany(_ => Extensions, (folder, extension) => Path.Combine(folder, name + extension)).Where(File.Exists);

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
