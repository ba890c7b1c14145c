using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies.Families;

/// <summary>PPML with exporter-period, importer-period and pair effects, its leading bias taken out (<c>--method weidner-zylkin</c>).</summary>
internal static class ThreeWayCorrection
{
    /// <summary>Whether a request asks for it.</summary>
    /// <exception cref="UsageException">Another method.</exception>
    public static bool IsAsked(ModelRequest request) =>
        request.Method is not null && RequestWords.Choose(request.Method, "method", [("ml", false), ("weidner-zylkin", true)]);

    /// <summary>Refuses other effects than the three.</summary>
    /// <exception cref="UsageException"><c>not-three-way</c>.</exception>
    public static void Check(ModelRequest request, Formula formula)
    {
        if (request.Weights is not null)
            throw new UsageException("option-not-for-model", "--method weidner-zylkin is derived without weights: leave out --weights");
        Columns(request, formula.AbsorbedEffects);
    }

    /// <summary>β̂ less its estimated bias; errors clustered by pair with leverages, unless others were asked for.</summary>
    public static ModelFit Apply(ModelFit fit)
    {
        FitResult result = fit.Result;
        if (!result.Converged)
            return fit;
        (string exporter, string importer, string time) = Columns(fit.Request, fit.Design.AbsorbedEffects);
        int[] Groups(string column) => EffectBinding.Bind(fit.Panel, fit.Design.PanelRows, new AbsorbedEffect([column])).GroupOfRow;
        var bias = new ThreeWayBias(new ThreeWayRows(Groups(exporter), Groups(importer), Groups(time)), fit.Regression!.Value);
        double[] corrected = [.. result.Theta.Select((value, j) => value - bias.Bias[j])];
        bool own = fit.Request.Vce is null;
        CovarianceEstimate covariance = own ? new CovarianceEstimate
        {
            Matrix = bias.Covariance,
            Kind = CovarianceKind.Clustered,
            Clusters = [new ClusterCount($"{exporter}^{importer}", bias.PairCount)],
            TextPhrase = CovariancePhrases.ThreeWay(new ClusterCount($"{exporter}^{importer}", bias.PairCount)),
        } : result.Covariance;
        double df = own ? double.PositiveInfinity : result.DegreesOfFreedom;
        double[] errors = covariance.StandardErrors();
        CoefficientTable table = CoefficientTable.Build(corrected, errors, df, result.Level / 100);
        int largest = Enumerable.Range(0, corrected.Length).MaxBy(j => Math.Abs(bias.Bias[j]) / errors[j]);
        string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        return fit with
        {
            Result = result with
            {
                Parameters = [.. result.Parameters.Select((p, j) => new ParameterEstimate(
                    p.Block, p.Name, table.Rows[j].Estimate, table.Rows[j].StandardError, table.Rows[j].Statistic, table.Rows[j].P, table.Rows[j].Lower, table.Rows[j].Upper))],
                Covariance = covariance,
                DegreesOfFreedom = df,
                AnalyticCorrection = new AnalyticCorrection("weidner-zylkin", result.Theta, result.Covariance.StandardErrors()),
                MessagePhrase = new Phrase(
                    "message.weidner-zylkin", ("climb", result.MessagePhrase), ("largest", Text(Math.Abs(bias.Bias[largest]) / errors[largest], "0.00")),
                    ("name", result.Parameters[largest].Name), ("before", Text(result.Theta[largest], "0.0000"))),
            },
        };
    }

    private static (string Exporter, string Importer, string Time) Columns(ModelRequest request, IReadOnlyList<AbsorbedEffect> effects)
    {
        if (request.Time is { } time && effects.Count == 3 && effects.All(e => e is { Columns.Count: 2, Pairs.Count: 0 }))
        {
            string[] countries = [.. effects.Where(e => e.Columns.Contains(time)).Select(e => e.Columns.First(c => c != time))];
            if (countries is [var first, var second] && first != second && effects.Any(e => e.Columns.Contains(first) && e.Columns.Contains(second)))
                return (first, second, time);
        }
        throw new UsageException(
            "not-three-way", "--method weidner-zylkin is for effects of exporter-period, importer-period and directed pair, with the period named: e.g. --time year --absorb \"exporter^year + importer^year + exporter^importer\"");
    }
}
