using EcsTools.Core.Security;

namespace EcsTools.Core.State;

/// <summary>Where the state is that outlives a session.</summary>
/// <param name="Folder">The folder on this machine; with a database, for what concerns this machine alone, such as sandboxes.</param>
/// <param name="Database">The database that holds the state in place of the folder; null for none.</param>
public sealed record StateLocation(string Folder, StateAddress? Database)
{
    private const string Variable = "ECSTOOLS_STATE";
    private const string JournalFolder = "journal";

    /// <summary>The place that <c>ECSTOOLS_STATE</c> names, a folder or a database; without it, the user's own state folder.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.StateAddressInvalid"/>.</exception>
    public static StateLocation Default => new(LocalFolder, NamedDatabase);

    /// <summary>The folder on this machine, whatever holds the rest.</summary>
    public static string LocalFolder => Named is { } folder && !StateAddress.IsOne(folder)
        ? Path.Combine(UserPath.Expand(folder, UserPath.Home, Directory.GetCurrentDirectory()), JournalFolder)
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "EcsTools", JournalFolder);

    /// <summary>The database that <c>ECSTOOLS_STATE</c> names.</summary>
    /// <returns>The address; null if it names none, or one that cannot be read, which whoever opens it says.</returns>
    public static StateAddress? FindDatabase()
    {
        try
        {
            return NamedDatabase;
        }
        catch (EcsException)
        {
            return null;
        }
    }

    /// <summary>Opens databases. Whoever has a driver sets it; the driver is loaded when it is called.</summary>
    public static Func<StateAddress, IStateStore> OpenDatabase { get; set; } =
        static address => throw new NotSupportedException($"There is no driver for {address}.");

    private static StateAddress? NamedDatabase => Named is { } address && StateAddress.IsOne(address) ? StateAddress.Parse(address) : null;

    private static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    /// <summary>Opens the store. Nothing is made.</summary>
    /// <exception cref="EcsException">The database cannot be used.</exception>
    public IStateStore Open() => Database is null ? new FileStateStore(Folder) : OpenDatabase(Database);
}
