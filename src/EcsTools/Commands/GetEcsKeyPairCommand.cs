using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Lists the key pairs that this user can see.</summary>
[Cmdlet(VerbsCommon.Get, "EcsKeyPair")]
[OutputType(typeof(EcsKeyPair))]
public sealed class GetEcsKeyPairCommand : EcsInventoryCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KeyPairCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void Process() => WriteAll(Inventory.KeyPairs, Name, k => [k.Name], "key pair");
}
