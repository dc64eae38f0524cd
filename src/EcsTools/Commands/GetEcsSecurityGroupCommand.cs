using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Listing;

namespace EcsTools.Commands;

/// <summary>Gets the security groups that servers can be put into.</summary>
[Cmdlet(VerbsCommon.Get, "EcsSecurityGroup")]
[OutputType(typeof(EcsSecurityGroup))]
public sealed class GetEcsSecurityGroupCommand : EcsInventoryCmdlet
{
    /// <summary>Names or ids, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>The VPC whose servers the groups are for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string? VpcId { get; set; }

    private protected override void Process() => WriteAll(account => Inventory.SecurityGroups(account, VpcId), Name, g => [g.Id, g.Name], "security group");
}
