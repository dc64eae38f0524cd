namespace EcsTools.Formatting;

/// <summary>The cells of an object whose views show its properties as they are.</summary>
internal sealed class PlainCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row);
