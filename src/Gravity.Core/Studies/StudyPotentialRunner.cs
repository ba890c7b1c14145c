using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
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
        return TradePotential.Of(
            fit.Design, fit.Result.Theta, fit.Result.Covariance.Matrix, fit.ConditionalAt!,
            new PotentialOptions
            {
                Level = settings.Level / 100,
                Draws = settings.Draws,
                Seed = plan.Seed,
                Threads = options.Threads,
                Side = fit.Result.Side == "cost" ? FrontierSide.Cost : FrontierSide.Production,
                Actual = trade is null || trade == fit.Design.FlowColumn ? null : Flow(fit, trade),
                SourceRows = fit.SourceRows(),
                Groupings = Groupings(plan, fit),
                Progress = (done, total) => options.Progress?.Invoke("potential draws", done, total),
            },
            options.Cancellation);
    }

    /// <summary>Effects on E[u] and V[u] of a model with determinants; null without any, at a boundary, and where u changes over time besides.</summary>
    public static StudyMarginalEffects? Effects(NamedFit named)
    {
        ModelFit fit = named.Fit;
        InefficiencyFamily? family = fit.Result.Law switch
        {
            "half-normal" => InefficiencyFamily.HalfNormal,
            "truncated-normal" => InefficiencyFamily.TruncatedNormal,
            "exponential" => InefficiencyFamily.Exponential,
            _ => null,
        };
        DesignBlock? mean = fit.Design.Block(BlockNames.InefficiencyMean), variance = fit.Design.Block(BlockNames.InefficiencyVariance);
        bool any = HasDeterminants(mean) || HasDeterminants(variance);
        if (family is null || !any || ModelNesting.KeyOf(fit.Request) == "bc92")
            return null;
        int[] means = Positions(fit, BlockNames.InefficiencyMean), variances = Positions(fit, BlockNames.InefficiencyVariance);
        double[] theta = fit.Result.Theta;
        double[] delta = [.. means.Select(j => theta[j])], gamma = [.. variances.Select(j => theta[j])];
        if (!delta.All(double.IsFinite) || !gamma.All(double.IsFinite))
            return null;
        Matrix covariance = fit.Result.Covariance.Matrix.Submatrix([.. means, .. variances]);
        return new StudyMarginalEffects(named.Name, MarginalEffects.Of(family.Value, mean, variance, delta, gamma, covariance));
    }

    private static bool HasDeterminants(DesignBlock? block) => block?.ColumnNames.Any(n => n != BlockNames.Intercept) == true;

    private static int[] Positions(ModelFit fit, string block) =>
        [.. Enumerable.Range(0, fit.Result.Parameters.Count).Where(j => fit.Result.Parameters[j].Block == block)];

    private static double[] Flow(ModelFit fit, string column)
    {
        double[] values = fit.Panel.Numbers(column).Values;
        return Array.ConvertAll(fit.Design.PanelRows, row => values[row]);
    }

    private static List<Grouping> Groupings(StudyPlan plan, ModelFit fit)
    {
        var groupings = new List<Grouping>();
        void Add(Grouping grouping)
        {
            if (!groupings.Exists(g => g.Name == grouping.Name))
                groupings.Add(grouping);
        }

        UnitIndex? units = fit.Design.Units;
        if (plan.Study.Potential.By is { } asked)
        {
            foreach (IReadOnlyList<Located<string>> columns in asked)
            {
                PanelColumn[] keys = [.. columns.Select(c => fit.Panel[c.Value])];
                Add(new Grouping(string.Join(", ", keys.Select(k => k.Name)),
                    [.. fit.Design.PanelRows.Select(row => string.Join(", ", keys.Select(k => k.TextAt(row) ?? "missing")))]));
            }
        }
        else if (units is { Count: > 1 })
        {
            Add(new Grouping(string.Join(", ", plan.Study.Data.Unit.Select(u => u.Value)), [.. units.UnitOfRow.Select(u => units.Names[u])]));
        }
        if (plan.Study.Data.Time is { } time && units?.PeriodOfRow is not null)
            Add(new Grouping(time.Value, [.. fit.Design.PanelRows.Select(row => fit.Panel[time.Value].TextAt(row)!)]));
        Add(Grouping.All(fit.Design.RowCount));
        return groupings;
    }
}
