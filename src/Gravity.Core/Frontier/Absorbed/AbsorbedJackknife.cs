using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>Takes the leading bias of absorbed effects out of an estimate by splitting what their groups are made of.</summary>
/// <remarks>
/// <para>
/// Exporter-year effects are made of importers, importer-year effects of exporters, pair effects of periods. Estimates on parts in which the groups of an effect are shorter
/// by a share have its bias B/L larger by the same, and those of other effects unchanged; for parts k of n_k rows, θ̃ = θ̂ + Σ_d m_d·c(θ̂ − Σ_k n_kθ̂_k/Σn_k) with
/// c = 1/(Kn/Σn_k − 1) is free of it. Two halves (c = 1): Dhaene and Jochmans (2015), Review of Economic Studies 82: 991–1030; Fernández-Val and Weidner (2016), Journal of
/// Econometrics 192: 291–312. All but one of K folds (c = K − 1), the grouped jackknife of Quenouille (1956) and, for panels, Hahn and Newey (2004), Econometrica 72: 1295–1319:
/// its parts are nearer to the whole, so that less of the bias of higher order is left.
/// </para>
/// <para>Variances are corrected and not their logarithms (<see cref="VarianceScale"/>). The covariance stays that of maximum likelihood.</para>
/// </remarks>
internal sealed class AbsorbedJackknife
{
    /// <summary>Folds of samples that cost little, and of others.</summary>
    private const int ManyFolds = 10, FewFolds = 4;

    private const int FewRows = 20_000;

    private readonly FrontierSpecification _specification;
    private readonly Design _design;
    private readonly EffectSet _effects;
    private readonly FrontierFit _full;
    private readonly bool _halves;
    private readonly FitOptions _options;
    private readonly VarianceScale _scale;

    /// <param name="specification">The model, which builds itself on parts of the rows.</param>
    /// <param name="design">The rows.</param>
    /// <param name="effects">The effects over them.</param>
    /// <param name="full">The fit.</param>
    /// <param name="halves">True for halves, false for folds.</param>
    /// <param name="options">How to climb.</param>
    public AbsorbedJackknife(FrontierSpecification specification, Design design, EffectSet effects, FrontierFit full, bool halves, FitOptions options)
    {
        (_specification, _design, _effects, _full, _halves, _options) = (specification, design, effects, full, halves, options);
        _scale = new VarianceScale(full.Likelihood);
    }

    /// <summary>Corrects a converged interior fit; others come back with a warning.</summary>
    /// <param name="dimensions">Columns to split by.</param>
    public FrontierFit Correct(IReadOnlyList<SplitDimension> dimensions)
    {
        FitResult result = _full.Result;
        if (!result.Converged || result.Termination == TerminationWords.Boundary)
            return SplitPanelJackknife.Refused(_full, new Phrase("warning.jackknife-not-possible.whole"));
        if (SplitDimension.Choose(_effects, dimensions) is not { } chosen)
            return SplitPanelJackknife.Refused(_full, new Phrase("warning.jackknife-not-possible.columns", ("columns", string.Join(", ", dimensions.Select(d => d.Column)))));
        int folds = _halves ? 2 : _design.RowCount <= FewRows ? ManyFolds : FewFolds;
        double[] whole = _scale.To(result.Theta), corrected = [.. whole];
        int done = 0;
        foreach ((SplitDimension dimension, double weight) in chosen)
        {
            IReadOnlyList<int[][]> ways = _halves ? dimension.Halves() : [dimension.WithoutFolds(folds)];
            foreach (int[][] parts in ways)
            {
                double rows = parts.Sum(p => (double)p.Length), factor = 1 / (parts.Length * (_design.RowCount / rows) - 1);
                foreach (int[] part in parts)
                {
                    Design some = _design.KeepRows(part, _design.Sample);
                    if (SplitPanelJackknife.Estimate(_specification, some, _full.Likelihood, result.Theta, _options) is not { } estimate)
                        return SplitPanelJackknife.Refused(_full, new Phrase("warning.jackknife-not-possible.part-of", ("column", dimension.Column)));
                    double[] scaled = _scale.To(estimate);
                    double share = weight * factor / ways.Count * part.Length / rows;
                    for (int j = 0; j < whole.Length; j++)
                        corrected[j] += share * (whole[j] - scaled[j]);
                    _options.Progress?.Invoke("jackknife", ++done, chosen.Count * ways.Count * parts.Length);
                }
            }
        }
        double[] theta = _scale.From(corrected);
        return theta.All(double.IsFinite) ? With(theta, chosen, folds) : SplitPanelJackknife.Refused(_full, new Phrase("warning.jackknife-not-possible.negative"));
    }

    private FrontierFit With(double[] theta, IReadOnlyList<(SplitDimension Dimension, double Weight)> chosen, int folds)
    {
        FitResult result = _full.Result;
        EffectGroups shortest = _effects.Effects.Where((_, q) => _effects.Rank.SpannedBy[q] < 0).MinBy(AbsorbedNotes.MeanRows)!;
        var correction = new BiasCorrection(AbsorbedNotes.MeanRows(shortest), AbsorbedNotes.Lengths(shortest)[0], 1, result.Theta)
        {
            Folds = folds,
            SplitBy = [.. chosen.Select(c => (c.Dimension.Column, c.Weight))],
        };
        (double largest, string name) = SplitPanelJackknife.Largest(result, theta);
        return _full with
        {
            Result = SplitPanelJackknife.Corrected(_full, theta, correction, new Phrase(
                _halves ? "message.jackknife-halves" : "message.jackknife-folds", ("climb", result.MessagePhrase), ("folds", folds),
                ("columns", string.Join(", ", chosen.Select(c => c.Weight == 1 ? c.Dimension.Column : $"½ {c.Dimension.Column}"))),
                ("largest", largest.ToString("0.##", CultureInfo.InvariantCulture)), ("name", name))),
        };
    }
}
