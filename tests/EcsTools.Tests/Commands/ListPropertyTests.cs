using System.Reflection;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>
/// Items of lists by their number, as <c>$plan.Approvals[1]</c>: PowerShell sees no indexer in the types that the compiler makes of
/// collection expressions.
/// </summary>
public sealed class ListPropertyTests
{
    public static TheoryData<string, string> Lists =>
    [
        .. typeof(EcsPlan).Assembly.GetExportedTypes()
            .SelectMany(t => t.GetProperties().Where(p => IsList(p.PropertyType)).Select(p => (t.Name, p.Name))),
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void ListOfAnyObject_ByNumber_GivesThatItem(string typeName, string propertyName)
    {
        Type type = typeof(EcsPlan).Assembly.GetType($"{typeof(EcsPlan).Namespace}.{typeName}", throwOnError: true)!;
        PropertyInfo property = type.GetProperty(propertyName)!;
        object given = typeof(ListPropertyTests).GetMethod(nameof(Two), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(property.PropertyType.GetGenericArguments()).Invoke(null, null)!;
        object item = Activator.CreateInstance(type)!;
        property.SetValue(item, given);
        using ModuleSession session = new();

        object[] seen = [.. session.Run($"$o.{propertyName}[0], $o.{propertyName}[1], $o.{propertyName}[-1]", ("o", item)).Select(o => o.BaseObject)];

        object[] expected = [.. ((IEnumerable<object>)given)];
        Assert.Equal([expected[0], expected[1], expected[1]], seen);
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static IReadOnlyList<T> Two<T>() => typeof(T) == typeof(string)
        ? [(T)(object)"one", (T)(object)"two"]
        : [Activator.CreateInstance<T>(), Activator.CreateInstance<T>()];
}
