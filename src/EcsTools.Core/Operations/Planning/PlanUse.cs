using EcsTools.Core.Journaling;

namespace EcsTools.Core.Operations;

/// <summary>
/// That a plan is run once, whatever journal is named: it is noted in the usual place too, which no parameter chooses. A plan of which
/// nothing was sent may be run again.
/// </summary>
public sealed class PlanUse
{
    private readonly PlannedOperation _operation;
    private readonly SpentPlans[] _records;
    private readonly List<SpentPlans> _spent = [];

    /// <summary>Has an operation note that its plan is run, before it sends anything.</summary>
    /// <param name="journals">The journals in which it is noted.</param>
    public PlanUse(PlannedOperation operation, IEnumerable<Journal> journals)
    {
        _operation = operation;
        _records = [.. journals.Select(j => j.Of(operation.Account.SandboxJournals).OpenSpent()).GroupBy(s => s.Location, StringComparer.Ordinal).Select(g => g.First())];
        operation.Begins = Spend;
    }

    /// <summary>Takes the note back if nothing was sent.</summary>
    /// <param name="result">How the operation ended.</param>
    public void End(EcsOperation result)
    {
        if (result.State == EcsOperationState.Abandoned)
        {
            _spent.ForEach(s => s.Return(_operation.Plan));
            _spent.Clear();
        }
    }

    private void Spend()
    {
        foreach (SpentPlans record in _records)
        {
            record.Spend(_operation.Plan);
            _spent.Add(record);
        }
    }
}
