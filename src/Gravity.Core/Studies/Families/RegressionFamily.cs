using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Regressions that may absorb effects: bound to the rows that the effects leave.</summary>
internal abstract class RegressionFamily : ModelFamily
{
    /// <inheritdoc/>
    public override (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        TradePanel used = Rows(request, panel);
        Design design = DesignBuilder.Build(used, Formulas(request) with { Weights = request.Weights });
        return (used, RegressionSample.Of(request.Model, design, used, options).Design);
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options)
    {
        (FitResult result, AbsorbedSolution solution) = AbsorbedRegression.Fit(request.Model, Sample(used, design), options);
        return new ModelFit(request, used, design, WithGroupWarnings(request, used, design, result), null) { Regression = new Lazy<AbsorbedSolution>(solution) };
    }

    /// <inheritdoc/>
    /// <remarks>Effects are not kept in a saved fit: they are estimated anew when something asks for them, from the same rows.</remarks>
    public override ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result)
    {
        string[] expected = [.. result.Parameters.Select(p => p.Name), .. result.AbsorbedColumns.Select(c => c.Name)];
        if (expected.FirstOrDefault(name => !design.Frontier.ColumnNames.Contains(name)) is not null || result.Observations != design.ObservationCount)
        {
            throw new DataUnfitException(
                "other-columns", $"the saved fit has {RowList.Whole(result.Observations)} rows and parameters {string.Join(", ", result.Parameters.Select(p => p.Name))}; "
                + $"these data give {RowList.Whole(design.ObservationCount)} rows and columns {string.Join(", ", design.Frontier.ColumnNames)}: use the data it was fitted on");
        }
        return new ModelFit(request, used, design, result, null)
        {
            Regression = new Lazy<AbsorbedSolution>(() => AbsorbedRegression.Solve(request.Model, AbsorbedProblem.Of(Sample(used, design)), new FitOptions())),
        };
    }

    /// <summary>The result with what the columns of its effects and clusters may have wrong.</summary>
    protected static FitResult WithGroupWarnings(ModelRequest request, TradePanel used, Design design, FitResult result) =>
        result with { Warnings = [.. result.Warnings, .. GroupingWarnings.Of(request, used, design)] };

    /// <summary>The design with its effects; no row is left out that the binding has not left out.</summary>
    private static AbsorbedSample Sample(TradePanel used, Design design) =>
        new(design, new EffectSet(design.RowCount, [.. design.AbsorbedEffects.Select(e => EffectBinding.Bind(used, design.PanelRows, e))]));

    /// <summary>The rows of a request. Periods without units index a single series only, so that flows of many pairs may name their year.</summary>
    private static TradePanel Rows(ModelRequest request, TradePanel panel)
    {
        if (request.Unit.Count > 0 || request.Time is not { } time)
            return Used(request, panel);
        double[] periods = panel.Numbers(time).Values;
        return periods.Distinct().Count() == periods.Length ? Used(request, panel) : Used(request with { Time = null }, panel);
    }
}
