using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security;

namespace EcsTools.Core.Contracts;

/// <summary>
/// What the user chose, as texts in the plan and in the journal, and read back from them: everything that decides what is done to the
/// server, under the names of the cmdlets' parameters (<see cref="PlanOptionAttribute"/>). What is left at its default is left out. A secret is
/// never in it; whoever runs the plan gives it again.
/// </summary>
internal static class PlanOptions
{
    private const string SecretNotKept = "(given again when the plan is run)";
    private const string Yes = "True";
    private const string No = "False";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static readonly IReadOnlyList<Option> Declared =
    [
        .. FindDeclared(typeof(LoginOptions)).Select(p => new Option(p.Name, p.Property, IsLogin: true)),
        .. FindDeclared(typeof(OperationOptions)).Select(p => new Option(p.Name, p.Property, IsLogin: false)),
    ];

    /// <summary>Writes options.</summary>
    public static IReadOnlyDictionary<string, string> Write(OperationOptions options)
    {
        OperationOptions usual = new();
        return Declared
            .Select(o => (o.Name, Text: Equals(o.Get(options), o.Get(usual)) ? null : Describe(o.Get(options))))
            .Where(o => o.Text is not null)
            .ToDictionary(o => o.Name, o => o.Text!, StringComparer.Ordinal);
    }

    /// <summary>Reads options back.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.InvalidInput"/> if the plan is not complete, holds what this version does not
    /// know, or needs a password or user data that were not given; <see cref="EcsErrorId.PlanChanged"/> if the user data is another.</exception>
    public static OperationOptions Read(EcsPlan plan, PlanExecutionOptions settings)
    {
        if (OperationDefinition.Find(plan.Kind) is not { } definition)
        {
            throw Unreadable(plan, "this version does not know its operation");
        }

        if (plan.Options.Keys.FirstOrDefault(name => Declared.All(o => o.Name != name)) is { } unknown)
        {
            throw Unreadable(plan, $"this version knows no option '{unknown}'");
        }

        OperationOptions options = new()
        {
            Kind = plan.Kind,
            Timeout = settings.Timeout ?? definition.Timeout,
            BackupTimeout = settings.BackupTimeout ?? new OperationOptions().BackupTimeout,
            NoWait = settings.NoWait,
        };
        foreach (Option option in Declared)
        {
            if (plan.Options.TryGetValue(option.Name, out string? text))
            {
                option.Set(options, Parse(option, text, plan, settings));
            }
        }

        return options;
    }

    private static IEnumerable<(string Name, PropertyInfo Property)> FindDeclared(Type type) => type.GetProperties()
        .Select(p => (p.GetCustomAttribute<PlanOptionAttribute>()?.Name, Property: p))
        .Where(p => p.Name is not null)
        .Select(p => (p.Name!, p.Property));

    private static string? Describe(object? value) => value switch
    {
        null => null,

        // Of two answers each has to be said; what is only not chosen is left out before.
        bool flag => flag ? Yes : No,
        SecureString => SecretNotKept,
        string text => text,
        IEnumerable<string> texts => string.Join(",", texts.Select(t => t.Replace("%", "%25").Replace(",", "%2C"))),
        DateTimeOffset time => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static object? Parse(Option option, string text, EcsPlan plan, PlanExecutionOptions settings)
    {
        Type type = Nullable.GetUnderlyingType(option.Property.PropertyType) ?? option.Property.PropertyType;
        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => text == Yes ? true
                : text == No && option.Property.PropertyType != type ? false
                : throw Unreadable(plan, $"the option {option.Name} can only be {Yes}"),
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw Unreadable(plan, $"the option {option.Name} is not a number"),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? time
                : throw Unreadable(plan, $"the option {option.Name} is not a time"),
            { IsEnum: true } => Array.Exists(Enum.GetNames(type), n => n == text)
                ? Enum.Parse(type, text)
                : throw Unreadable(plan, $"the option {option.Name} cannot be '{text}'"),
            _ when type == typeof(decimal) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount)
                ? amount
                : throw Unreadable(plan, $"the option {option.Name} is not an amount"),
            _ when type == typeof(IReadOnlyList<string>) => text.Split(',').Select(t => t.Replace("%2C", ",").Replace("%25", "%")).ToArray(),
            _ when type == typeof(SecureString) => settings.Password ?? throw Refused(
                plan, EcsErrorId.InvalidInput, "sets a password, which a plan does not contain", "Specify it again with -Password."),
            _ => ParseUserData(text, plan, settings),
        };
    }

    private static UserData ParseUserData(string planned, EcsPlan plan, PlanExecutionOptions settings) =>
        settings.UserData is not { } given ? throw Refused(
            plan, EcsErrorId.InvalidInput, "sets user data, which a plan does not contain", "Specify it again with -UserData.")
        : given.ToString() == planned ? given : throw Refused(
            plan,
            EcsErrorId.PlanChanged,
            $"was created with other user data ({planned}) than specified now ({given})",
            "Specify what the plan was created with, or create a new plan with -PlanOnly and have it approved.");

    private static EcsException Refused(EcsPlan plan, string errorId, string why, string action) => new(errorId, $"{plan} {why}.")
    {
        InstanceId = plan.Instance.Id,
        WasNotCarriedOut = true,
        RecommendedAction = action,
    };

    private static EcsException Unreadable(EcsPlan plan, string why) =>
        Refused(plan, EcsErrorId.InvalidInput, $"cannot be run: {why}", "Create a new plan with -PlanOnly.");

    private sealed record Option(string Name, PropertyInfo Property, bool IsLogin)
    {
        public object? Get(OperationOptions options) => Property.GetValue(IsLogin ? options.Login : options) is ICollection { Count: 0 }
            ? null
            : Property.GetValue(IsLogin ? options.Login : options);

        public void Set(OperationOptions options, object? value) => Property.SetValue(IsLogin ? options.Login : options, value);
    }
}
