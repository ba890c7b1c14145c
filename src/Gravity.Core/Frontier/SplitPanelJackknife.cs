using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>Takes the leading bias of concentrated unit constants out of an estimate: θ̃ = 2θ̂ − (w₁θ̂₁ + w₂θ̂₂), θ̂₁ and θ̂₂ from the first and second half of every unit.</summary>
/// <remarks>
/// Dhaene and Jochmans (2015), Review of Economic Studies 82: 991–1030. A bias B/T of the whole is 2B/T in halves, so it cancels. The weights are the halves'
/// shares of the rows. Where a unit has an odd number of rows it is cut once with the longer half first and once with it second, and the two corrected
/// estimates are averaged. The covariance stays that of maximum likelihood, which is valid to first order (their theorem 3.1).
/// </remarks>
internal static class SplitPanelJackknife
{
    /// <summary>Corrects a converged interior fit; others come back with a warning.</summary>
    public static FrontierFit Correct(FrontierSpecification specification, Design design, FrontierFit full, FitOptions options)
    {
        FitResult result = full.Result;
        if (!result.Converged || result.Termination == TerminationWords.Boundary)
            return Refused(full, new Phrase("warning.jackknife-not-possible.whole"));
        UnitIndex units = design.Units!;
        bool odd = Enumerable.Range(0, units.Count).Any(u => (units.Starts[u + 1] - units.Starts[u]) % 2 == 1);
        double[] theta = result.Theta, corrected = new double[theta.Length];
        int splits = odd ? 2 : 1;
        for (int split = 0; split < splits; split++)
        {
            Design[] halves = [Half(design, split, first: true), Half(design, split, first: false)];
            double rows = halves.Sum(h => h.RowCount);
            for (int j = 0; j < theta.Length; j++)
                corrected[j] += 2 * theta[j] / splits;
            for (int half = 0; half < 2; half++)
            {
                if (Estimate(specification, halves[half], full.Likelihood, theta, options) is not { } estimate)
                    return Refused(full, new Phrase("warning.jackknife-not-possible.half", ("half", new Phrase(half == 0 ? "jackknife.first" : "jackknife.second"))));
                for (int j = 0; j < theta.Length; j++)
                    corrected[j] -= halves[half].RowCount / rows * estimate[j] / splits;
                options.Progress?.Invoke("jackknife", 2 * split + half + 1, 2 * splits);
            }
        }
        return full with { Result = Corrected(full, units, corrected, splits) };
    }

    /// <summary>The estimate of a part of the rows, climbed from that of the whole and from its own starts; null without an interior maximum.</summary>
    internal static double[]? Estimate(FrontierSpecification specification, Design half, FrontierLikelihood whole, double[] theta, FitOptions options)
    {
        if (half.RowCount == 0)
            return null;
        FrontierLikelihood model;
        try
        {
            model = specification.Build(half, options.Threads);
        }
        catch (DataUnfitException)
        {
            return null;
        }
        if (!model.Parameters.SequenceEqual(whole.Parameters) || !model.IsIdentified)
            return null;
        BestClimb climb = model.Climb([theta, .. model.Starts(specification.DefaultStarts)], options.Silent());
        bool vanished = model.LargestVarianceRatio(climb.Point) < 1e-6;
        return climb.Summary.Converged && !climb.AtEdge && !vanished ? climb.Point : null;
    }

    /// <summary>The first or the second half of every unit; halves of one row are left out.</summary>
    private static Design Half(Design design, int split, bool first)
    {
        UnitIndex units = design.Units!;
        var left = new List<int>();
        for (int unit = 0; unit < units.Count; unit++)
        {
            int start = units.Starts[unit], end = units.Starts[unit + 1], cut = start + (end - start + split) / 2;
            int from = first ? start : cut, to = first ? cut : end;
            for (int row = start; row < end; row++)
                if (row < from || row >= to || to - from < 2)
                    left.Add(row);
        }
        return design.WithoutRows([.. left], new Phrase("reason.single-row"), null);
    }

    private static FitResult Corrected(FrontierFit full, UnitIndex units, double[] corrected, int splits)
    {
        FitResult result = full.Result;
        (double largest, string name) = Largest(result, corrected);
        double mean = (double)result.Observations / units.Count;
        int shortest = UnitConstantNotes.Shortest(units);
        static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
        return Corrected(full, corrected, new BiasCorrection(mean, shortest, splits, result.Theta), new Phrase(
            "message.jackknife", ("climb", result.MessagePhrase), ("units", units.Count), ("mean", Text(mean)), ("shortest", shortest),
            ("largest", Text(largest)), ("name", name)));
    }

    /// <summary>The largest correction in standard errors, and its parameter.</summary>
    internal static (double Size, string Name) Largest(FitResult result, double[] corrected)
    {
        double Size(int j) => Math.Abs(corrected[j] - result.Parameters[j].Estimate) / result.Parameters[j].StandardError;
        int largest = Enumerable.Range(0, corrected.Length).MaxBy(Size);
        return (Size(largest), $"{result.Parameters[largest].Block}:{result.Parameters[largest].Name}");
    }

    /// <summary>The result at corrected estimates: log-likelihood and covariance stay those of maximum likelihood.</summary>
    internal static FitResult Corrected(FrontierFit full, double[] corrected, BiasCorrection correction, Phrase message)
    {
        FitResult result = full.Result;
        double[] errors = result.Covariance.StandardErrors();
        CoefficientTable table = CoefficientTable.Build(corrected, errors, result.DegreesOfFreedom, result.Level / 100);
        return result with
        {
            Parameters = [.. result.Parameters.Select((p, j) => new ParameterEstimate(
                p.Block, p.Name, table.Rows[j].Estimate, table.Rows[j].StandardError, table.Rows[j].Statistic, table.Rows[j].P, table.Rows[j].Lower, table.Rows[j].Upper))],
            Derived = [.. full.Likelihood.Derived.Select(d => FrontierEstimator.Delta(d, corrected, result.Covariance.Matrix))],
            MeanEfficiency = full.Likelihood.MeanEfficiency(corrected),
            Effects = full.Likelihood.UnitEffects(corrected, result.Covariance.Matrix),
            Correction = correction,
            Warnings = [.. result.Warnings.Where(w => w.Kind != WarningCatalog.IncidentalParameters)],
            MessagePhrase = message,
        };
    }

    /// <summary>The fit as it was, with the reason why it was not corrected.</summary>
    internal static FrontierFit Refused(FrontierFit full, Phrase why) =>
        full with { Result = full.Result with { Warnings = [.. full.Result.Warnings, new FitWarning(WarningCatalog.NoJackknife, why)] } };
}
