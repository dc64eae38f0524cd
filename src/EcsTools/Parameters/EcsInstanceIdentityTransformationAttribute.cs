using System.Collections;

namespace EcsTools.Parameters;

/// <summary>
/// Turns whatever is given into <see cref="EcsInstanceIdentity"/>, before the engine tries conversions of its own. A plain row with a
/// column Id or InstanceId (from a file, say) is left to the parameters that take properties by name.
/// </summary>
internal sealed class EcsInstanceIdentityTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (IsRow(inputData))
        {
            // The engine tries the next way of binding after this kind of exception only.
            throw new ArgumentTransformationMetadataException("A row is bound by its columns.", new PSInvalidCastException());
        }

        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is IList list
            ? list.Cast<object?>().Select(EcsInstanceIdentity.FromObject).ToArray()
            : new[] { EcsInstanceIdentity.FromObject(inputData) };
    }

    private static bool IsRow(object? input) =>
        input is PSObject { BaseObject: PSCustomObject } row
        && !PropertyBagReader.WasOnceAny(row)
        && (row.Properties["Id"] ?? row.Properties["InstanceId"])?.Value is string;
}
