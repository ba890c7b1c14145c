using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Validation;

/// <summary>Compares our fit with a stored frontier fit in every respect for which there is a number.</summary>
internal static class Comparison
{
    /// <summary>Cases of the first stage that carry numbers.</summary>
    public static bool IsFrontier(ReferenceCase reference) =>
        reference.Package != "plm" && reference.Standing != ReferenceStanding.None && Classification.FirstStage(reference) is not null;

    /// <summary>The record of one case.</summary>
    public static ValidationRecord Of(string id)
    {
        ReferenceFit ours = ReferenceFit.Of(id);
        ReferenceCase reference = ours.Case;
        FitResult result = ours.Fit.Result;
        ReferenceStanding standing = reference.Standing;
        bool verified = standing is ReferenceStanding.Verified or ReferenceStanding.PolishedOnly;
        bool hasMaximum = reference.HasMaximum;
        bool pointIsSound = standing != ReferenceStanding.PolishedOnly || reference.Package == "frontier";
        double? best = verified ? reference.Polished!.LogLikelihood : reference.LogLikelihood;
        double gain = best is { } height ? result.LogLikelihood - height : double.NaN;
        double[]? given = pointIsSound ? ours.Theta(reference.Params) : null;
        double? peer = pointIsSound ? reference.LogLikelihood : null;
        return new ValidationRecord
        {
            Id = id,
            Package = $"{reference.Package} {reference.Version.Split(' ')[0]}",
            PeerModel = reference.Model,
            Model = $"{ours.Model.Model}, {ours.Model.Law}{(Classification.IsScaling(reference) ? " scaled" : "")}",
            Data = reference.Dataset,
            Committed = ReferenceFolder.Simulated.Contains(reference),
            ComparedWith = verified ? "verified maximum" : hasMaximum ? "package" : "given point",
            // On a ridge the climb ends where rounding has it.
            LogLikelihood = result.Termination == TerminationWords.Ridge ? Math.Round(result.LogLikelihood, 3) : Rounded(result.LogLikelihood),
            PeerLogLikelihood = peer is { } value ? Rounded(value) : null,
            VerifiedLogLikelihood = verified ? Rounded(best!.Value) : null,
            Termination = result.Termination,
            LogLikelihoodDigits = hasMaximum ? (gain >= 0 ? Digits.Cap : Digits.Of(best!.Value, result.LogLikelihood, 1)) : null,
            CoefficientDigits = hasMaximum ? Coefficients(ours, reference.BestParams) : null,
            ErrorDigits = Errors(ours, verified ? reference.Polished!.StandardErrors : null),
            EfficiencyDigits = hasMaximum ? Efficiencies(ours, verified ? reference.Polished!.Efficiencies : reference.Efficiencies.GetValueOrDefault("te")) : null,
            PeerCoefficientDigits = standing == ReferenceStanding.Verified ? Coefficients(ours, reference.Params) : null,
            GivenLogLikelihoodDigits = given is not null && peer is not null
                ? Digits.Of(peer.Value, ours.Likelihood().Evaluate(given, default, default), 1) : null,
            GivenDigits = given is null ? new Dictionary<string, double>() : AtGivenPoint(ours, given),
            Status = Status(reference, result, gain, hasMaximum),
            Remark = Remarks.Of(reference, result, gain),
        };
    }

    private static string Status(ReferenceCase reference, FitResult result, double gain, bool hasMaximum)
    {
        if (hasMaximum)
            return reference.Standing == ReferenceStanding.PolishedOnly ? "agrees; the package stopped elsewhere" : gain > 1e-6 ? "ours is higher" : "agrees";
        return result.Termination == TerminationWords.Ridge ? "ridge" : gain > 1e-6 ? "ours is higher" : "evaluated";
    }

    private static double? Coefficients(ReferenceFit ours, IReadOnlyDictionary<string, double> peer) => Digits.Worst(ours.Model.Targets.Select(target =>
    {
        (double value, double error) = ours.Ours(target);
        return Digits.Of(target.Value(peer), value, double.IsNaN(error) ? 0 : error);
    }));

    private static double? Errors(ReferenceFit ours, IReadOnlyDictionary<string, double>? peer) => peer is null ? null : Digits.Worst(
        ours.Model.Targets.Where(t => t.PeerName is not null && peer.ContainsKey(t.PeerName)).Select(t => Digits.Of(peer[t.PeerName!], ours.Ours(t).Error)));

    private static double? Efficiencies(ReferenceFit ours, IReadOnlyList<double>? expected) => expected is null ? null
        : Digits.Worst(ours.Efficiencies().Zip(expected, (row, te) => Digits.Of(te, row.Te)));

    private static Dictionary<string, double> AtGivenPoint(ReferenceFit ours, double[] theta)
    {
        EfficiencyRow[] rows = ours.Efficiencies(theta);
        ConditionalInefficiency at = ours.Fit.ConditionalAt!(theta);
        var reciprocal = new double[rows.Length];
        int[] source = ours.Fit.SourceRows();
        for (int i = 0; i < reciprocal.Length; i++)
            reciprocal[source[ours.Fit.Design.PanelRows[i]] - 1] = Math.Exp(at.Laws[at.LawOfRow[i]].LogMomentGenerating(at.Scale[i]));
        var digits = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string stored, IReadOnlyList<double> expected) in ours.Case.Efficiencies)
        {
            // npsf prints the ends of the exponential's interval swapped: its "upper" one lies below its own estimate.
            bool swapped = ours.Case.Package == "npsf" && ours.Model.Law == "exponential";
            string name = !swapped ? stored : stored switch { "teLow" => "teHigh", "teHigh" => "teLow", _ => stored };
            Func<int, double> value = name switch
            {
                "te" => i => rows[i].Te,
                "jlms" => i => rows[i].Jlms,
                "mode" => i => rows[i].ModeTe,
                "teLow" => i => rows[i].TeLow,
                "teHigh" => i => rows[i].TeHigh,
                "u" => i => rows[i].U,
                _ => i => reciprocal[i],
            };
            digits[name] = Digits.Worst(expected.Select((e, i) => Digits.Of(e, value(i), 1e-3)))!.Value;
        }
        return digits;
    }

    private static double Rounded(double value) => double.IsFinite(value) ? double.Parse(value.ToString("G10", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture) : value;
}
