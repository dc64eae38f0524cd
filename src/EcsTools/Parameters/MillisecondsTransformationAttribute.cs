using System.Globalization;

namespace EcsTools.Parameters;

/// <summary>Takes a bare number as milliseconds, where the engine alone would take it as ticks.</summary>
internal sealed class MillisecondsTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is int or long or double or decimal
            ? TimeSpan.FromMilliseconds(Convert.ToDouble(value, CultureInfo.InvariantCulture))
            : inputData;
    }
}
