using Gravity.Core.Efficiency;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Core.Potential;

/// <summary>Point estimates at θ̂, joined with the intervals of the draws.</summary>
internal sealed class PointEstimates
{
    private readonly PotentialFrame _frame;
    private readonly ConditionalInefficiency _point;

    /// <summary>x with exp(−x) = te, and x with exp(±x) = E[exp(±u)|ε].</summary>
    private readonly double[] _exponent, _expectedExponent;

    private readonly double[] _ranks;

    public PointEstimates(PotentialFrame frame, ConditionalInefficiency point)
    {
        _frame = frame;
        _point = point;
        _exponent = new double[frame.RowCount];
        _expectedExponent = new double[frame.RowCount];
        _ranks = new double[frame.RowCount];
        for (int r = 0; r < frame.RowCount; r++)
        {
            IConditionalLaw law = point.Laws[point.LawOfRow[r]];
            _exponent[r] = -law.LogMomentGenerating(-point.Scale[r]);
            _expectedExponent[r] = frame.ExpectedExponent(law, point.Scale[r]);
        }
        int longest = frame.Periods.Max(rows => rows.Length);
        frame.RankRows(_exponent, _ranks, new double[longest], new int[longest]);
    }

    /// <summary>Row <paramref name="r"/> of the design, whose draws are item <paramref name="item"/> of the intervals.</summary>
    public PotentialRow Row(Design design, PotentialOptions options, int r, DrawIntervals intervals, int item)
    {
        double x = _exponent[r];
        bool zero = _frame.IsZero[r];
        IntervalEstimate frontier = Join(_frame.Level(_point.Frontier[r]), intervals.Frontier.Interval(item, _frame.Level));
        IntervalEstimate potential = zero ? frontier : Join(_frame.Potential(r, x), intervals.Potential.Interval(item, d => _frame.Potential(r, d)));
        double expected = _frame.Potential(r, _expectedExponent[r], _point.Frontier[r]);
        return new PotentialRow(
            Efficiencies.SourceRow(design, options.SourceRows, r),
            design.Units is { } units ? units.Names[units.UnitOfRow[r]] : null,
            design.Units?.PeriodOfRow?[r],
            _frame.Actual[r],
            Te: Join(Math.Exp(-x), intervals.Potential.Interval(item, d => Math.Exp(-d))),
            Potential: potential,
            Frontier: frontier,
            FrontierMean: Join(
                _frame.Level(_point.Frontier[r] + _point.LogNoiseMean[r]), intervals.FrontierMean.Interval(item, _frame.Level)),
            Expected: WithInterval(expected, potential),
            Gap: zero ? frontier : Join(_frame.Gap(r, x), intervals.Potential.Interval(item, d => _frame.Gap(r, d))),
            Room: zero ? IntervalEstimate.Missing : Join(_frame.Room(r, x), intervals.Potential.Interval(item, d => _frame.Room(r, d))),
            Rank: Places(_ranks[r], intervals.Rank.Interval(item, d => d)));
    }

    /// <summary>The groups of a grouping.</summary>
    public PotentialTotal[] Totals(GroupIndex groups, DrawIntervals intervals, int draws)
    {
        double[] potential = new double[groups.Count], frontier = new double[groups.Count], frontierMean = new double[groups.Count];
        double[] expected = new double[groups.Count], gap = new double[groups.Count], ranks = new double[groups.Count];
        groups.Sum(r => _frame.Potential(r, _exponent[r], _point.Frontier[r]), potential);
        groups.Sum(r => _frame.Level(_point.Frontier[r]), frontier);
        groups.Sum(r => _frame.Level(_point.Frontier[r] + _point.LogNoiseMean[r]), frontierMean);
        groups.Sum(r => _frame.Potential(r, _expectedExponent[r], _point.Frontier[r]), expected);
        groups.Sum(r => _frame.Gap(r, _exponent[r], _point.Frontier[r]), gap);
        _frame.RankGroups(groups, potential, ranks, new double[groups.Count], new int[groups.Count]);

        var totals = new PotentialTotal[groups.Count];
        for (int g = 0; g < totals.Length; g++)
        {
            double actual = groups.Actual[g];
            IntervalEstimate total = Join(potential[g], intervals.Potential.Interval(g, d => d));
            totals[g] = new PotentialTotal(
                groups.Keys[g], groups.Rows[g], groups.Left[g], actual,
                Potential: total,
                Frontier: Join(frontier[g], intervals.Frontier.Interval(g, d => d)),
                FrontierMean: Join(frontierMean[g], intervals.FrontierMean.Interval(g, d => d)),
                Expected: WithInterval(expected[g], total),
                Gap: Join(gap[g], intervals.Potential.Interval(g, d => d - actual)),
                Room: Join(gap[g] / actual, intervals.Potential.Interval(g, d => PotentialFrame.TotalRoom(d, actual))),
                Rank: Places(ranks[g], intervals.Rank.Interval(g, d => d)),
                FirstProbability: (double)intervals.First[g] / draws,
                TopThreeProbability: (double)intervals.TopThree[g] / draws);
        }
        return totals;
    }

    /// <summary>
    /// Ends of an interval of ranks are places, or the middle of two tied ones: a quantile that falls between two draws is widened to the next.
    /// </summary>
    private static IntervalEstimate Places(double value, (double Low, double High) interval) =>
        new(value, Math.Floor(2 * interval.Low) / 2, Math.Ceiling(2 * interval.High) / 2);

    private static IntervalEstimate Join(double value, (double Low, double High) interval) => new(value, interval.Low, interval.High);

    private static IntervalEstimate WithInterval(double value, IntervalEstimate other) =>
        double.IsNaN(value) ? IntervalEstimate.Missing : other with { Value = value };
}
