using System.Management.Automation;

namespace EcsTools.Formatting;

/// <summary>The cells of an object whose views show its properties as they are.</summary>
/// <param name="row">The properties of the object.</param>
internal sealed class PlainCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row);
