namespace EcsTools.Model;

/// <summary>What sentences call a kind of operation. The name of the kind is data and stands in none.</summary>
/// <param name="noun">The noun within a sentence.</param>
/// <param name="question">What a Yes does, as a sentence without its question mark; <c>{0}</c> is the server.</param>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class OperationTextAttribute(string noun, string question) : Attribute
{
    public string Noun { get; } = noun;

    public string Question { get; } = question;
}
