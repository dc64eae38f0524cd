namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Which passwords the service takes (docs/contracts/alibaba-ecs.md 3.10). Never names a character of the password.</summary>
internal static class AlibabaPasswordPolicy
{
    private const int Shortest = 8;
    private const int Longest = 30;
    private const string Special = "()`~!@#$%^&*-_+=|{}[]:;<>,.?/";

    // Versions of the reference differ about these.
    private const string Doubtful = "'\"\\";

    /// <summary>Checks a password.</summary>
    /// <returns>Whether the service takes it, and why not.</returns>
    public static (EcsRequirementOutcome Outcome, string Detail) Check(string password, EcsOsType os)
    {
        int kinds = new[] { password.Any(IsUpper), password.Any(IsLower), password.Any(IsDigit), password.Any(c => !IsLetterOrDigit(c)) }.Count(k => k);
        return password switch
        {
            { Length: < Shortest or > Longest } => (EcsRequirementOutcome.Failed, $"The password must have {Shortest} to {Longest} characters."),
            _ when password.Any(c => !IsLetterOrDigit(c) && Special.IndexOf(c) < 0 && Doubtful.IndexOf(c) < 0) =>
                (EcsRequirementOutcome.Failed, $"The password contains a character that the provider does not accept. The special characters that it accepts are {Special}"),
            _ when kinds < 3 => (EcsRequirementOutcome.Failed, "The password must contain three of: upper case, lower case, digits, special characters."),
            _ when os == EcsOsType.Windows && password[0] == '/' =>
                (EcsRequirementOutcome.Failed, "On Windows the password must not begin with a slash."),
            _ when password.Any(c => Doubtful.IndexOf(c) >= 0) =>
                (EcsRequirementOutcome.Warning, "The password contains a quotation mark or backslash, which the provider may refuse."),
            _ => (EcsRequirementOutcome.Passed, "The password meets the provider's policy."),
        };
    }

    private static bool IsUpper(char c) => c is >= 'A' and <= 'Z';

    private static bool IsLower(char c) => c is >= 'a' and <= 'z';

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsLetterOrDigit(char c) => IsUpper(c) || IsLower(c) || IsDigit(c);
}
