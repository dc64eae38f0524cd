using System.Net;
using System.Reflection;

using EcsTools.Core.Contracts;
using EcsTools.Core.Policies;

namespace EcsTools.Core.Tests.Operations;

public class PlanOptionsTests
{
    // What is chosen anew at every run, decided by the planner, or only asked at the prompt.
    private static readonly HashSet<string> NotInPlans =
    [
        nameof(OperationOptions.Kind), nameof(OperationOptions.Login), nameof(OperationOptions.EndState), nameof(OperationOptions.BackupIsAskedFor),
        nameof(OperationOptions.MethodReason), nameof(OperationOptions.Ssh), nameof(OperationOptions.BackupTimeout), nameof(OperationOptions.Timeout),
        nameof(OperationOptions.NoWait), nameof(LoginOptions.IsDefault),
    ];

    public static TheoryData<string> Declared =>
        [.. Properties().Where(p => p.IsDefined(typeof(PlanOptionAttribute))).Select(p => $"{p.DeclaringType!.Name}.{p.Name}")];

    [Fact]
    public void Every_option_is_declared() =>
        Assert.Empty(Properties().Where(p => !p.IsDefined(typeof(PlanOptionAttribute)) && !NotInPlans.Contains(p.Name)).Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Declared))]
    public void What_is_written_is_read_back(string name)
    {
        PropertyInfo property = Properties().Single(p => $"{p.DeclaringType!.Name}.{p.Name}" == name);
        OperationOptions options = new() { Kind = OperationKind.Resize };
        object? owner = property.DeclaringType == typeof(LoginOptions) ? options.Login : options;
        property.SetValue(owner, Sample(property.PropertyType));

        IReadOnlyDictionary<string, string> texts = PlanOptions.Write(options);
        EcsPlan plan = new() { Kind = OperationKind.Resize, Instance = new EcsInstance { Id = "i-1" }, Options = texts };
        OperationOptions read = PlanOptions.Read(plan, new PlanExecutionOptions { Password = new NetworkCredential("", "x").SecurePassword, UserData = new UserData("#!x") });

        Assert.Single(texts);
        Assert.Equal(texts, PlanOptions.Write(read));
    }

    [Theory]
    [InlineData("Nonsense", "1")]
    [InlineData("StopFirst", "yes")]
    [InlineData("RetryCount", "many")]
    [InlineData("Backup", "Tape")]
    public void What_this_version_does_not_know_is_refused(string name, string text)
    {
        EcsPlan plan = new() { Kind = OperationKind.OsReinstall, Instance = new EcsInstance { Id = "i-1" }, Options = new Dictionary<string, string> { [name] = text } };

        EcsException error = Assert.Throws<EcsException>(() => PlanOptions.Read(plan, new PlanExecutionOptions()));

        Assert.Equal((EcsErrorId.InvalidInput, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    [Fact]
    public void Read_OperationThatThisVersionDoesNotKnow_IsRefused()
    {
        EcsPlan plan = new() { Instance = new EcsInstance { Id = "i-1" } };

        EcsException error = Assert.Throws<EcsException>(() => PlanOptions.Read(plan, new PlanExecutionOptions()));

        Assert.Equal((EcsErrorId.InvalidInput, true), (error.ErrorId, error.WasNotCarriedOut));
    }

    // Unknown is what is read from a file of a later version; it must be no name that a plan, a journal or a policy could use.
    [Fact]
    public void All_EveryKindButUnknown_IsDefinedAndNamedForPolicies()
    {
        Assert.Equal(Enum.GetValues<OperationKind>().Where(k => k != OperationKind.Unknown), OperationDefinition.All);
        Assert.DoesNotContain(nameof(OperationKind.Unknown), PolicyOperations.All);
        Assert.All(OperationDefinition.All, k => Assert.Equal((k, true), (OperationDefinition.Parse(k.ToString()), PolicyOperations.All.Contains(k.ToString()))));
    }

    [Fact]
    public void OperationNames_EveryKind_HasANounAndAQuestionOfItsOwn()
    {
        Assert.Distinct(Enum.GetValues<OperationKind>().Select(OperationNames.Of));
        Assert.Distinct(Enum.GetValues<OperationKind>().Select(k => OperationNames.Question(k, "web-01")));
        Assert.All(Enum.GetValues<OperationKind>(), k => Assert.Contains("web-01", OperationNames.Question(k, "web-01"), StringComparison.Ordinal));
    }

    private static IEnumerable<PropertyInfo> Properties() => typeof(OperationOptions).GetProperties().Concat(typeof(LoginOptions).GetProperties());

    private static object Sample(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } known => Enum.GetValues(known).GetValue(1)!,
        var t when t == typeof(bool) => true,
        var t when t == typeof(int) => 7,
        var t when t == typeof(decimal) => 0.125m,
        var t when t == typeof(string) => "text",
        var t when t == typeof(UserData) => new UserData("#!x"),
        var t when t == typeof(System.Security.SecureString) => new NetworkCredential("", "x").SecurePassword,
        var t when t == typeof(DateTimeOffset) => new DateTimeOffset(2099, 3, 1, 12, 30, 0, TimeSpan.FromHours(1)),
        _ => new[] { "State", "Busy" },
    };
}
