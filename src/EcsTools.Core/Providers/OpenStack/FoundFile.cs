using EcsTools.Core.Credentials;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>A file that was found where such files are looked for.</summary>
/// <param name="MustBeOwn">True if it lies where others may have put it.</param>
internal sealed record FoundFile(string Path, bool MustBeOwn)
{
    /// <summary>Reads the file. Whose it is is asked of what was opened: the path may lead elsewhere by now.</summary>
    /// <returns>The file, or null if there is none.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.CredentialFileInvalid"/> if it cannot be read, or others can change it.</exception>
    public CredentialFile? TryOpen()
    {
        CredentialFile? file = CredentialFile.TryOpen(Path);
        return MustBeOwn && file?.CanBeChangedByOthers == true ? throw CredentialFile.Invalid(Path, "can be changed by other users") : file;
    }
}
