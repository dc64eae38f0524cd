namespace EcsTools.Parameters;

/// <summary>Refuses a time span where a number is wanted, and names the parameter that takes it.</summary>
/// <param name="forSpans">The name of that parameter.</param>
internal sealed class CountTransformationAttribute(string forSpans) : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is TimeSpan || (value is string text && text.Contains(":"))
            ? throw new ArgumentTransformationMetadataException($"'{value}' is a time span, and this parameter takes a number. Specify the time span with -{forSpans}.")
            : inputData;
    }
}
