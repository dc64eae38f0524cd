using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsPlan"/>.</summary>
internal sealed class PlanCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row)
{
    // All of it, on several lines.
    public string FullText => WordWrap.Fit(PlanFormatter.Full(Plan, PaintOutcome), Screen.Width);

    public string Server => ServerText;

    // What is signed; a view of its own would show something else one day.
    public string Statement => Plan.GetStatement().TrimEnd('\n');

    public int ApprovalCount => Plan.Approvals.Count;

    private EcsPlan Plan
    {
        get
        {
            PSObject bag = new();
            foreach (PSPropertyInfo property in Row)
            {
                bag.Properties.Add(new PSNoteProperty(property.Name, property.Value));
            }

            return PropertyBagReader.Read<EcsPlan>(bag);
        }
    }

    private static string PaintOutcome(EcsRequirementOutcome outcome) => Screen.Paint(outcome.ToString(), RequirementCells.ColorOf(outcome.ToString()));
}
