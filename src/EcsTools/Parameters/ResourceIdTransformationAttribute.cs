namespace EcsTools.Parameters;

/// <summary>Turns an object of ours, also one from a file or a job, into its id. Nothing else but text is one.</summary>
/// <param name="type">The type of the object.</param>
/// <param name="property">The property that holds its id.</param>
internal sealed class ResourceIdTransformationAttribute(Type type, string property) : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        PSObject { BaseObject: System.Collections.IList list } => list.Cast<object?>().Select(Read).ToArray(),
        System.Collections.IList list => list.Cast<object?>().Select(Read).ToArray(),
        _ => Read(inputData),
    };

    private object Read(object? given) => given switch
    {
        string or PSObject { BaseObject: string } => given.ToString(),
        not null when (given is PSObject wrapped ? wrapped.BaseObject : given) is { } value && type.IsInstanceOfType(value) => type.GetProperty(property)!.GetValue(value).ToString(),
        PSObject bag when PropertyBagReader.WasOnce(bag, type) => bag.Properties[property]?.Value?.ToString() ?? "",

        // The engine tries the next way of binding after this kind of exception only.
        _ => throw new ArgumentTransformationMetadataException($"The object is not of type {type.FullName}.", new PSInvalidCastException()),
    };
}
