using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Reporting.Tests.Studies;

/// <summary>A whole study made by hand from fits of a panel.</summary>
internal static class SampleStudy
{
    public const string Formula = "ln(exports) ~ ln(gdp) + ln(dist)";

    private static readonly string[] Keys = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"];

    private static readonly string[] Names = ["Alpha", "Beta & Co", "Gamma_land", "Delta", "Epsilon", "Zeta", "Eta", "Theta"];

    private static readonly Lazy<StudyResult> Lazily = new(() => Build(Panel()));

    /// <summary>Eight units, six years, one row missing.</summary>
    public static StudyResult Small => Lazily.Value;

    public static TradePanel Panel()
    {
        var random = new RandomSource(7, 0);
        List<string> unit = [], name = [];
        List<double> year = [], exports = [], gdp = [], dist = [], eu = [];
        for (int i = 0; i < Keys.Length; i++)
        {
            double u = Math.Abs(random.NextNormal());
            for (int t = 0; t < 6; t++)
            {
                if (i == 3 && t == 2) continue;
                unit.Add(Keys[i]);
                name.Add(Names[i]);
                year.Add(2010 + t);
                gdp.Add(100 * Math.Exp(0.5 * i + 0.05 * t + 0.1 * random.NextNormal()));
                dist.Add(5000 + 700 * (i * 5 % 8));
                eu.Add(i % 2 == 0 || t > 3 ? 1 : 0);
                exports.Add(Math.Exp(2 + Math.Log(gdp[^1]) - 0.5 * Math.Log(dist[^1] / 5000) + 0.2 * random.NextNormal() - u));
            }
        }
        return TradePanel.Create(
        [
            new TextColumn("iso", [.. unit]), new TextColumn("country", [.. name]), new NumberColumn("year", [.. year]), new NumberColumn("exports", [.. exports]),
            new NumberColumn("gdp", [.. gdp]), new NumberColumn("dist", [.. dist]), new NumberColumn("eu", [.. eu]),
        ], "small.csv");
    }

    public static StudyResult Build(TradePanel panel)
    {
        var labels = new Dictionary<string, ColumnLabel>
        {
            ["exports"] = new("Exports", "million US$", "Customs", ""),
            ["gdp"] = new("GDP", "million US$", "World Bank", "+"),
            ["dist"] = new("Distance", "km", "great circle", "-"),
            ["eu"] = new("EU member", "0/1", "compiled", "-"),
        };
        return Build(
            panel, labels, "iso", "year", "country", null, Formula,
            [("ols", "ols", null, null), ("time-invariant", "pitt-lee", null, null), ("time-varying", "bc92", null, null), ("one-step", "bc95", null, "eu")],
            "time-varying", [("without 2015", "year != 2015")]);
    }

    public static StudyResult Build(
        TradePanel panel, Dictionary<string, ColumnLabel> labels, string unit, string time, string label, string? where, string formula,
        (string Name, string Model, string? Law, string? Z)[] models, string headline, (string Name, string Where)[] robustness)
    {
        NamedFit Fit(string name, string model, string? law, string? z, string? filter)
        {
            var request = new ModelRequest
            {
                Model = model,
                Formula = formula,
                Law = law,
                Inefficiency = z,
                Unit = [unit],
                Time = time,
                Where = filter,
                Vce = model == "ols" ? $"cluster:{unit}" : "hessian",
            };
            ModelFit fit = ModelRunner.Fit(request, panel, new FitOptions { Threads = 1 });
            return new NamedFit(name, fit, fit.HasEfficiency ? Efficiencies.Of(fit.Design, fit.Conditional(), 0.95, fit.SourceRows()) : null);
        }
        NamedFit[] fits = [.. models.Select(m => Fit(m.Name, m.Model, m.Law, m.Z, where))];
        NamedFit head = fits.First(f => f.Name == headline);
        var (oneStep, pooledOls) = (fits.First(f => f.Result.Model == "bc95"), fits.First(f => f.Result.Model == "ols"));
        Design design = head.Fit.Design;
        UnitIndex units = design.Units!;
        string[] keys = [.. units.UnitOfRow.Select(u => units.Names[u])];
        PotentialResult potential = TradePotential.Of(design, head.Result.Theta, head.Result.Covariance.Matrix, t => head.Fit.ConditionalAt!(t), new PotentialOptions
        {
            Draws = 500,
            Threads = 1,
            Seed = 42,
            SourceRows = head.Fit.SourceRows(),
            Groupings =
            [
                new Grouping(unit, keys), new Grouping(time, [.. units.PeriodOfRow!.Select(y => y.ToString(CultureInfo.InvariantCulture))]),
                Grouping.All(design.RowCount),
            ],
        });
        return new StudyResult
        {
            Title = "Exports & potential of a small panel",
            EnglishTitle = "Exports & potential of a small panel",
            Language = "en",
            StudyFile = "/somewhere/study.yaml",
            Description = PanelDescription.Of(head.Fit.Panel),
            Joins = [new JoinReport("flows.csv", [unit, time], ["imports"], 40, [1, 2], [9])],
            Models = fits,
            Headline = headline,
            Tests =
            [
                Test("no inefficiency", head, pooledOls, MixedChiSquare.ForOneBoundary(2), [1, 2]),
                new StudyTest("landlocked", double.NaN, [], double.NaN, "", "none", headline, double.NaN, head.Result.LogLikelihood) { Note = "The term is not in the model." },
            ],
            Identification = Identify(head),
            Efficiency = head.Efficiency,
            Potential = potential,
            Classes = Classify(head, pooledOls, keys),
            MarginalEffects = [new StudyMarginalEffects(oneStep.Name, Effects(oneStep))],
            Robustness = [.. robustness.Select(r => Fit(r.Name, head.Result.Model, head.Result.Law, null, r.Where) with { From = headline, Changes = [$"where: {r.Where}"] })],
            Findings = [new Finding("eta", "η = 0 is not rejected.", new Dictionary<string, double>())],
            Labels = new StudyLabels(Reporting.Results.ReportLabels.UnitsOf(head.Fit.Panel, label), labels),
            Warnings =
            [
                new StudyWarning("ols", "few-clusters", "8 clusters; p-values and intervals use t(7)"),
                new StudyWarning("pooled", "few-clusters", "8 clusters; p-values and intervals use t(7)"),
            ],
            Provenance = new StudyProvenance("0.1.0", new string('a', 64), [new PanelSource("small.csv", new string('b', 64))], 42, 2, null, null),
            Output = StudyOutput.Default,
        };
    }

    private static StudyTest Test(string name, NamedFit large, NamedFit small, MixedChiSquare law, int[] degrees)
    {
        HypothesisTest test = LikelihoodRatioTest.Compute(large.Result.LogLikelihood, small.Result.LogLikelihood, law);
        return new StudyTest(
            name, test.Statistic, degrees, test.P, test.Reference, small.Name, large.Name, small.Result.LogLikelihood, large.Result.LogLikelihood);
    }

    private static IReadOnlyList<MarginalEffect> Effects(NamedFit fit)
    {
        FitResult result = fit.Result;
        int first = result.Parameters.ToList().FindIndex(p => p.Block == BlockNames.InefficiencyMean);
        int[] positions = [.. Enumerable.Range(0, result.Parameters.Count)
            .Where(j => result.Parameters[j].Block is BlockNames.InefficiencyMean or BlockNames.InefficiencyVariance)];
        double[] theta = result.Theta;
        DesignBlock mean = fit.Fit.Design.Block(BlockNames.InefficiencyMean)!;
        return MarginalEffects.Of(
            new TruncatedNormal(), mean, null, theta.AsSpan(first, mean.Columns), theta.AsSpan(first + mean.Columns, 1),
            result.Covariance.Matrix.Submatrix(positions));
    }

    private static StudyClasses Classify(NamedFit head, NamedFit ols, string[] keys)
    {
        Design design = head.Fit.Design;
        double[] predicted = Array.ConvertAll(design.Frontier.Values.Times(ols.Result.Theta), Math.Exp);
        TradeClassification classes = TradeClasses.OfPredicted(design.Flow!, predicted);
        int[] rows = head.Fit.SourceRows();
        ClassifiedRow[] classified = [.. Enumerable.Range(0, keys.Length).Select(r => new ClassifiedRow(
            rows[design.PanelRows[r]], keys[r], design.Units!.PeriodOfRow![r], design.Flow![r], predicted[r], classes.Ratios[r], classes.ClassOfRow[r]))];
        ClassifiedUnit[] units = [.. classified.GroupBy(r => r.Unit!).Select(g =>
        {
            double ratio = g.Sum(r => r.Actual) / g.Sum(r => r.Predicted);
            return new ClassifiedUnit(g.Key, g.Sum(r => r.Actual), g.Sum(r => r.Predicted), ratio, ratio <= 0.8 ? 0 : ratio < 1.2 ? 1 : 2);
        })];
        return new StudyClasses(classes, ols.Name, classified, units);
    }

    private static StudyIdentification Identify(NamedFit head)
    {
        double[] residuals = [.. head.Efficiency!.Rows.Select(r => r.Residual)];
        var skewness = new ResidualSkewness(SkewnessTests.Of(residuals), -1);
        string[] terms = [.. head.Fit.Design.Frontier.ColumnNames.Where(n => n != BlockNames.Intercept)];
        return new StudyIdentification(
            head.Name,
            [.. terms.Select((n, j) => new ColumnIdentification(
                BlockNames.Frontier, n, 7, 0.5 / (j + 1), 0.4 / (j + 1), j == 1 ? 0 : 0.3, j == 1 ? 1 : 0.7, j == 1 ? 0 : 0.3, 0.1, j == 1 ? 0 : 8, 8, 0.12, j == 0 ? double.PositiveInfinity : 1.5))],
            new HessianIdentification([0.0012, 0.4, 1.7], 1417, "0.70·(Intercept) − 0.70·ln(dist)"),
            [
                new SensitivityVariant("as estimated", SensitivityKind.AsEstimated, Formula, head.Result.LogLikelihood, true,
                    [new WatchedEstimate(BlockNames.Time, "eta", -0.013, 0.0132, -0.04, 0.01), new WatchedEstimate(BlockNames.Frontier, "ln(dist)", -1.95, 4.13, -10, 6)]),
                new SensitivityVariant("year effects", SensitivityKind.YearEffects, Formula, -21.3, true,
                    [new WatchedEstimate(BlockNames.Time, "eta", -0.009, 0.009, -0.03, 0.01)]),
            ],
            skewness, skewness,
            new MundlakComparison([new SlopePair(terms[0], 1.1, 0.1, 1.2, 0.09)], [terms[0]], new HypothesisTest(2.5, 1, 0.13, "F(1, 7)")));
    }
}
