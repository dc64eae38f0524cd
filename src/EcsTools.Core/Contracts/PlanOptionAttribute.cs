namespace EcsTools.Core.Contracts;

/// <summary>
/// Declares an option of an operation: its text in plans and journals, its part in the fingerprint, and how it is read back all follow from
/// this declaration. The name is the cmdlet parameter's and stands in files of users: it never changes.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlanOptionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
