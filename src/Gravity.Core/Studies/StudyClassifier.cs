using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Potential;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Classes of actual over predicted trade, from the base that the study names.</summary>
internal static class StudyClassifier
{
    /// <summary>Classifies the rows of the base: efficiency of the headline, or the prediction of a least-squares model.</summary>
    /// <exception cref="UsageException"><c>class-base</c>: the base is a model that predicts no trade.</exception>
    public static StudyClasses Of(StudyPlan plan, StudyFitter fitter, NamedFit headline, IReadOnlyList<NamedFit> models)
    {
        string name = plan.Study.Potential.ClassBase.Value;
        IReadOnlyList<double> cuts = plan.Study.Potential.Cuts;
        if (name == "te")
            return OfEfficiency(headline.Efficiency!, cuts);
        NamedFit? chosen = models.FirstOrDefault(m => m.Name == name);
        if (chosen is null)
        {
            // The regression beside a frontier of flows in levels is PPML, as that beside one of logarithms is least squares.
            string model = headline.Fit.Design.ResponseScale == ResponseScale.Level ? "ppml" : "ols";
            chosen = fitter.Refit(headline, model, new Estimation.ModelRequest { Model = model, Formula = headline.Fit.Request.Formula });
        }
        else if (!chosen.Fit.PredictsFlow)
            throw new UsageException("class-base", $"'{name}' is no regression: the base of classes is a regression such as ols or ppml, or 'te' for efficiency");
        return OfPrediction(chosen, cuts);
    }

    private static StudyClasses OfEfficiency(EfficiencyResult efficiency, IReadOnlyList<double> cuts)
    {
        TradeClassification classes = TradeClasses.OfEfficiency([.. efficiency.Rows.Select(r => r.Te)], cuts);
        return new StudyClasses(
            classes, "te",
            [.. efficiency.Rows.Select((r, k) => new ClassifiedRow(r.Row, r.Unit, r.Time, double.NaN, double.NaN, r.Te, classes.ClassOfRow[k]))], []);
    }

    private static StudyClasses OfPrediction(NamedFit fit, IReadOnlyList<double> cuts)
    {
        FlowRegression regression = FlowRegressions.Of(fit.Fit);
        Design design = fit.Fit.Design;
        double shift = design.ResponseScale == ResponseScale.Log1p ? 1 : 0;
        // Of logarithms the median exp(x'b), as the literature of these classes has it; of the flow itself its mean.
        double[] predicted = Array.ConvertAll(regression.Solution.LinearPredictor, i => Math.Exp(i) - shift);
        double[] actual = regression.Flow(design);
        TradeClassification classes = TradeClasses.OfPredicted(actual, predicted, cuts);
        int[] source = fit.Fit.SourceRows();
        UnitIndex? units = design.Units;
        ClassifiedRow[] rows =
        [
            .. Enumerable.Range(0, actual.Length).Select(r => new ClassifiedRow(
                source[design.PanelRows[r]], units?.Names[units.UnitOfRow[r]], units?.PeriodOfRow?[r], actual[r], predicted[r], classes.Ratios[r], classes.ClassOfRow[r])),
        ];
        return new StudyClasses(classes, fit.Name, rows, units is null ? [] : Units(units, actual, predicted, cuts));
    }

    private static ClassifiedUnit[] Units(UnitIndex units, double[] actual, double[] predicted, IReadOnlyList<double> cuts)
    {
        double[] sums = new double[units.Count], expected = new double[units.Count];
        for (int row = 0; row < actual.Length; row++)
        {
            sums[units.UnitOfRow[row]] += actual[row];
            expected[units.UnitOfRow[row]] += predicted[row];
        }
        TradeClassification classes = TradeClasses.OfPredicted(sums, expected, cuts);
        return [.. units.Names.Select((name, u) => new ClassifiedUnit(name, sums[u], expected[u], classes.Ratios[u], classes.ClassOfRow[u]))];
    }
}
