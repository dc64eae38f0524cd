using System.ComponentModel;

namespace EcsTools.Formatting;

/// <summary>
/// The getter behind <c>$_.PSObject.EcsCells</c> in EcsTools.Format.ps1xml. Views may read properties in every language mode; they may
/// call methods of this module in FullLanguage only. Not for users.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class _Cells
{
    private const string SerializedPrefix = "Deserialized.";

    private static readonly Dictionary<string, Func<PSMemberInfoCollection<PSPropertyInfo>, RowCells>> Makers = new(StringComparer.Ordinal)
    {
        [typeof(EcsAccount).FullName] = static row => new AccountCells(row),
        [typeof(EcsAuditCheck).FullName] = static row => new PlainCells(row),
        [typeof(EcsStateCopy).FullName] = static row => new PlainCells(row),
        [typeof(EcsStateStore).FullName] = static row => new PlainCells(row),
        [typeof(EcsAuditRecord).FullName] = static row => new AuditRecordCells(row),
        [typeof(EcsAvailableAccount).FullName] = static row => new PlainCells(row),
        [typeof(EcsCommandResult).FullName] = static row => new CommandResultCells(row),
        [typeof(EcsConsoleAddress).FullName] = static row => new ConsoleAddressCells(row),
        [typeof(EcsConsoleOutput).FullName] = static row => new ConsoleOutputCells(row),
        [typeof(EcsDisk).FullName] = static row => new DiskCells(row),
        [typeof(EcsEvent).FullName] = static row => new EventCells(row),
        [typeof(EcsImage).FullName] = static row => new ImageCells(row),
        [typeof(EcsInstance).FullName] = static row => new InstanceCells(row),
        [typeof(EcsInstanceSize).FullName] = static row => new InstanceSizeCells(row),
        [typeof(EcsKeyPair).FullName] = static row => new KeyPairCells(row),
        [typeof(EcsLogin).FullName] = static row => new LoginCells(row),
        [typeof(EcsNetwork).FullName] = static row => new NetworkCells(row),
        [typeof(EcsOperation).FullName] = static row => new OperationCells(row),
        [typeof(EcsPlan).FullName] = static row => new PlanCells(row),
        [typeof(EcsPrice).FullName] = static row => new PriceCells(row),
        [typeof(EcsRegion).FullName] = static row => new RegionCells(row),
        [typeof(EcsRequirement).FullName] = static row => new RequirementCells(row),
        [typeof(EcsSandbox).FullName] = static row => new SandboxCells(row),
        [typeof(EcsScreenshot).FullName] = static row => new PlainCells(row),
        [typeof(EcsSecurityGroup).FullName] = static row => new SecurityGroupCells(row),
        [typeof(EcsSnapshot).FullName] = static row => new SnapshotCells(row),
        [typeof(EcsZone).FullName] = static row => new ZoneCells(row),
    };

    /// <summary>Gets the cells of an object.</summary>
    /// <param name="members">The member <c>PSObject</c> of the object, which may be what is left of one that was serialized.</param>
    /// <returns>An object with a property for each cell, evaluated when it is read; null for an object without a view.</returns>
    public static object? Of(PSObject members)
    {
        foreach (string type in (IEnumerable<string>)members.Properties[nameof(PSObject.TypeNames)].Value)
        {
            string original = type.StartsWith(SerializedPrefix, StringComparison.Ordinal) ? type.Substring(SerializedPrefix.Length) : type;
            if (Makers.TryGetValue(original, out Func<PSMemberInfoCollection<PSPropertyInfo>, RowCells> make))
            {
                return make((PSMemberInfoCollection<PSPropertyInfo>)members.Properties[nameof(PSObject.Properties)].Value);
            }
        }

        return null;
    }
}
