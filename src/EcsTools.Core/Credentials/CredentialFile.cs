using System.Globalization;

using EcsTools.Core.Http;
using EcsTools.Core.Security;

using Newtonsoft.Json;

namespace EcsTools.Core.Credentials;

/// <summary>A file with credentials, read whole. Nothing of what is in it gets into an error.</summary>
internal sealed class CredentialFile
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private readonly string _text;
    private readonly UnixFileStatus? _status;

    private CredentialFile(string path, string text, UnixFileStatus? status)
    {
        Path = path;
        _text = text;
        _status = status;
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>What its user should know: that others can read it.</summary>
    public IReadOnlyList<string> Warnings => _status is { CanBeReadByOthers: true }
        ? [$"{Path} contains credentials and is readable by other users. To restrict access, run: chmod 600 {Path}"]
        : [];

    /// <summary>True if another user than this one and root could have written what was read.</summary>
    public bool CanBeChangedByOthers => _status is { CanBeChangedByOthers: true };

    /// <summary>Reads a file.</summary>
    /// <returns>The file, or null if there is none.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialFileInvalid"/> if it cannot be read.</exception>
    public static CredentialFile? TryOpen(string path)
    {
        try
        {
            return new CredentialFile(path, RegularFile.Decode(RegularFile.Read(path, MaxBytes, out UnixFileStatus? status)), status);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException error)
        {
            throw Invalid(path, $"cannot be read: {error.Message.TrimEnd('.')}");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Invalid(path, "cannot be read");
        }
    }

    /// <summary>Reads it as JSON.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialFileInvalid"/> if it is no JSON object.</exception>
    public JObject ReadJson()
    {
        try
        {
            return JsonParser.ParseObject(_text);
        }
        catch (JsonReaderException error)
        {
            throw Invalid(Path, $"is not valid JSON (line {error.LineNumber.ToString(CultureInfo.InvariantCulture)})");
        }
        catch (JsonException)
        {
            throw Invalid(Path, "is not valid JSON");
        }
    }

    /// <summary>Reads it as YAML.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialFileInvalid"/> if it is not a YAML mapping.</exception>
    public JObject ReadYaml()
    {
        try
        {
            return YamlText.ParseObject(_text);
        }
        catch (FormatException error)
        {
            throw Invalid(Path, error.Message);
        }
    }

    /// <summary>Reads it as an INI file. Lines that are none of its kinds are passed over.</summary>
    public IReadOnlyList<IniSection> ReadIni() => IniSection.Parse(_text);

    /// <summary>The error of a file that cannot be used.</summary>
    /// <param name="what">What is wrong with it, without its content.</param>
    public static EcsException Invalid(string path, string what) => new(EcsErrorId.CredentialFileInvalid, $"{path} {what}.")
    {
        RecommendedAction = "Repair the file, create it again with the vendor's tool, or specify the credential with Connect-EcsAccount.",
    };
}
