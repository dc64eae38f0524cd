using EcsTools.Core.Security;

namespace EcsTools.Core.Credentials;

/// <summary>What is looked at on this machine when accounts are looked for.</summary>
internal sealed record MachineEnvironment
{
    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The user's home folder.</summary>
    public required string Home { get; init; }

    /// <summary>The folder the user works in.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>The folder of settings for all users.</summary>
    public string SystemFolder { get; init; } = "/etc";

    /// <summary>The folder in which Linux tells whose hardware it runs on.</summary>
    public string HardwareFolder { get; init; } = "/sys/class/dmi/id";

    /// <summary>Makes what stands for the network right around this machine: metadata services and loopback, never by way of a proxy,
    /// which would answer for itself or read what it passes on.</summary>
    public Func<HttpMessageHandler> NearbyNetwork { get; init; } = () => new HttpClientHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    };

    /// <summary>This machine.</summary>
    /// <param name="workingFolder">The folder the user works in; null for the process's.</param>
    public static MachineEnvironment Current(string? workingFolder) => new()
    {
        Environment = System.Environment.GetEnvironmentVariable,
        Home = UserPath.Home,
        WorkingFolder = workingFolder ?? Directory.GetCurrentDirectory(),
    };

    /// <summary>The first of some variables that is set and not empty.</summary>
    /// <returns>Its value, or null.</returns>
    public string? Variable(params string[] names) => names.Select(Environment).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v))?.Trim();

    /// <summary>Whether a variable says yes.</summary>
    /// <returns>True for <c>true</c> in any case and <c>1</c>.</returns>
    public bool IsOn(string name) => Variable(name) is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>A path inside the home folder.</summary>
    public string InHome(params string[] parts) => Path.Combine([Home, .. parts]);

    /// <summary>A path from a file or a variable: <c>~</c> is the home folder.</summary>
    /// <param name="folder">Where a relative one starts; null for the folder the user works in.</param>
    public string Expand(string path, string? folder = null) => UserPath.Expand(path, Home, folder ?? WorkingFolder);

    /// <summary>The file that a variable names.</summary>
    /// <returns>The whole path, or null.</returns>
    public string? NamedFile(params string[] names) => Variable(names) is { } path ? Expand(path) : null;

    /// <summary>What the hardware calls itself.</summary>
    /// <param name="name">The file, for example <c>product_name</c>.</param>
    /// <returns>The text, or null where there is none.</returns>
    public string? Hardware(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(HardwareFolder, name)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
