namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsRequirement"/>.</summary>
internal sealed class RequirementCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row)
{
    public string Outcome => Paint(nameof(EcsRequirement.Outcome), ColorOf);

    public string Advice => $"{Text(nameof(EcsRequirement.Detail))} {Text(nameof(EcsRequirement.Remedy))}".TrimEnd();

    public static ScreenColor ColorOf(string outcome) => outcome switch
    {
        nameof(EcsRequirementOutcome.Passed) => ScreenColor.Green,
        nameof(EcsRequirementOutcome.Failed) => ScreenColor.Red,
        _ => ScreenColor.Yellow,
    };
}
