using System.Management.Automation;

using EcsTools.Model;

namespace EcsTools.Parameters;

/// <summary>Turns a size that Get-EcsInstanceSize wrote, also one from a file or a job, into its name. Nothing else but text is one.</summary>
internal sealed class EcsSizeTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        EcsInstanceSize size => size.Name,
        string text => text,
        _ when inputData is PSObject bag && PropertyBagReader.WasOnce(bag, typeof(EcsInstanceSize)) => bag.Properties[nameof(EcsInstanceSize.Name)]?.Value?.ToString() ?? "",

        // The engine tries the next way of binding after this kind of exception only.
        _ => throw new ArgumentTransformationMetadataException("The object is not a size.", new PSInvalidCastException()),
    };
}
