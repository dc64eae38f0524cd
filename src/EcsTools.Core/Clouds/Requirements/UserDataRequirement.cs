using static EcsTools.Core.Clouds.Requirement;

namespace EcsTools.Core.Clouds;

/// <summary>The requirement that user data can be given to a fresh system. None where none is given.</summary>
internal static class UserDataRequirement
{
    /// <summary>Nothing else brings a login.</summary>
    public static EcsRequirement BringsLogin() =>
        Warned(EcsRequirementId.Login, "The server has no key pair, and no login method was specified: the login is as set by the user data.");

    /// <summary>It is short enough, and the guest can be expected to understand it.</summary>
    /// <param name="most">How long it may be before base64, in bytes.</param>
    /// <param name="flaw">Why it cannot be given to this server at all, with what to do; or null.</param>
    public static IEnumerable<EcsRequirement> Check(StepTarget target, int most, (string Detail, string Remedy)? flaw)
    {
        if (target.Options.UserData is not { } data)
        {
            yield break;
        }

        yield return flaw is { } given ? Failed(EcsRequirementId.UserData, given.Detail, given.Remedy)
            : data.Length > most ? Failed(
                EcsRequirementId.UserData, $"The user data has {data.Length} bytes; this cloud accepts {most}.", "Shorten it, or have it download the rest.")
            : !(target.Instance.OsType == EcsOsType.Windows ? data.IsForWindows : data.IsForLinux || (target.Instance.OsType != EcsOsType.Linux && data.IsForWindows)) ? Failed(
                EcsRequirementId.UserData,
                $"The user data does not begin with a form that {(target.Instance.OsType == EcsOsType.Windows ? "Cloudbase-Init" : "cloud-init")} recognizes, so the new system would ignore it.",
                "Begin it with #cloud-config, #!, or another marker of its kind. If the image reads another form, specify -IgnoreRequirement UserData.")
            : data.HasWindowsLineEnds && target.Instance.OsType != EcsOsType.Windows ? Warned(
                EcsRequirementId.UserData,
                "The user data has Windows line endings, with which scripts do not run on Linux.",
                "Replace them: -UserData ($text -replace \"`r\").")
            : Passed(EcsRequirementId.UserData, $"The user data has {data.Length} bytes; this cloud accepts {most}.");
    }
}
