using System.Collections;

namespace EcsTools.Parameters;

/// <summary>Takes plans also from jobs, files and JSON, where they are bags of properties or dictionaries.</summary>
internal sealed class EcsPlanTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        return value is IList list ? list.Cast<object?>().Select(PropertyBagReader.Read<EcsPlan>).ToArray() : new[] { PropertyBagReader.Read<EcsPlan>(inputData) };
    }
}
