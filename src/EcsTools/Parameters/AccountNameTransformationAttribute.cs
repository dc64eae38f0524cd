using System.Collections;
using System.Linq;
using System.Management.Automation;

using EcsTools.Model;

namespace EcsTools.Parameters;

/// <summary>Turns accounts that Get-EcsAccount wrote, also those from a file or a job, into their names. Nothing else but text is one.</summary>
internal sealed class AccountNameTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list
            ? list.Cast<object?>().Select(Name).ToArray()
            : new[] { Name(inputData) };

    private static string Name(object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        EcsAccount account => account.Name,
        string text => text,
        _ when given is PSObject bag && PropertyBagReader.WasOnce(bag, typeof(EcsAccount)) => bag.Properties[nameof(EcsAccount.Name)]?.Value?.ToString() ?? "",

        // The engine tries the next way of binding after this kind of exception only.
        _ => throw new ArgumentTransformationMetadataException("The object is not an account.", new PSInvalidCastException()),
    };
}
