using Gravity.Core.Data;
using Gravity.Core.Potential;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Potential of the headline, and marginal effects of the models with determinants.</summary>
internal static class StudyPotentialRunner
{
    /// <summary>Potential with the groupings asked for, then by period and over all rows.</summary>
    public static PotentialResult Potential(StudyPlan plan, StudyOptions options, NamedFit headline)
    {
        ModelFit fit = headline.Fit;
        StudyPotential settings = plan.Study.Potential;
        string? trade = plan.Study.Trade?.Value;
        return fit.Potential(
            new PotentialOptions
            {
                Level = settings.Level / 100,
                Draws = settings.Draws,
                Seed = plan.Seed,
                Threads = options.Threads,
                Actual = trade is null || trade == fit.Design.FlowColumn ? null : Flow(fit, trade),
                Groupings = Groupings(plan, fit),
                Progress = (done, total) => options.Progress?.Invoke("potential draws", done, total),
            },
            options.Cancellation);
    }

    /// <summary>Effects on E[u] and V[u] of a model with determinants; null without any.</summary>
    public static StudyMarginalEffects? Effects(NamedFit named) =>
        InefficiencyEffects.Of(named.Fit) is { Count: > 0 } effects ? new StudyMarginalEffects(named.Name, effects) : null;

    private static double[] Flow(ModelFit fit, string column)
    {
        double[] values = fit.Panel.Numbers(column).Values;
        return Array.ConvertAll(fit.Design.PanelRows, row => values[row]);
    }

    private static List<Grouping> Groupings(StudyPlan plan, ModelFit fit) => Groupings(plan, fit.Panel, fit.Design);

    /// <summary>The groupings asked for, by unit unless others are, then by period and over all.</summary>
    public static List<Grouping> Groupings(StudyPlan plan, TradePanel panel, Design design)
    {
        var groupings = new List<Grouping>();
        void Add(Grouping grouping)
        {
            if (!groupings.Exists(g => g.Name == grouping.Name))
                groupings.Add(grouping);
        }

        UnitIndex? units = design.Units;
        if (plan.Study.Potential.By is { } asked)
        {
            foreach (IReadOnlyList<Located<string>> columns in asked)
            {
                // The unit is called as everywhere else, CHN→POL, so that tables and charts find it.
                if (units is not null && columns.Select(c => c.Value).SequenceEqual(plan.Study.Data.Unit.Select(u => u.Value)))
                {
                    Add(new Grouping(string.Join(", ", columns.Select(c => c.Value)), [.. units.UnitOfRow.Select(u => units.Names[u])]));
                    continue;
                }
                PanelColumn[] keys = [.. columns.Select(c => panel[c.Value])];
                Add(new Grouping(string.Join(", ", keys.Select(k => k.Name)),
                    [.. design.PanelRows.Select(row => string.Join(", ", keys.Select(k => k.TextAt(row) ?? "missing")))]));
            }
        }
        else if (units is { Count: > 1 })
        {
            Add(new Grouping(string.Join(", ", plan.Study.Data.Unit.Select(u => u.Value)), [.. units.UnitOfRow.Select(u => units.Names[u])]));
        }
        if (plan.Study.Data.Time is { } time && units?.PeriodOfRow is not null)
            Add(new Grouping(time.Value, [.. design.PanelRows.Select(row => panel[time.Value].TextAt(row)!)]));
        Add(Grouping.All(design.RowCount));
        return groupings;
    }
}
