using Gravity.Core.Efficiency;

namespace Gravity.Core.Potential;

/// <summary>Draws of the predicted sums of a grouping, and of their ranks by room.</summary>
internal sealed class GroupDraws
{
    private readonly GroupIndex _groups;
    private readonly double[] _levels;
    private readonly double _shift;
    private readonly TailQuantiles _sums, _places;
    private readonly double[] _totals, _moves;

    /// <param name="groups">The groups.</param>
    /// <param name="means">The prediction of each row.</param>
    /// <param name="shift">What is added to a prediction before its logarithm moves: 1 under ln(1 + flow).</param>
    /// <param name="sums">Receives sums.</param>
    /// <param name="places">Receives ranks.</param>
    public GroupDraws(GroupIndex groups, double[] means, double shift, TailQuantiles sums, TailQuantiles places)
    {
        (_groups, _shift, _sums, _places) = (groups, shift, sums, places);
        _levels = Array.ConvertAll(means, m => m + shift);
        _totals = new double[groups.Count];
        _moves = new double[groups.Count];
        groups.Sum(r => _levels[r], _totals);
    }

    /// <summary>Takes a draw in.</summary>
    /// <param name="moved">δη of each row.</param>
    /// <param name="factor">The drawn factor of the retransformation over the estimated one.</param>
    public void Take(double[] moved, double factor)
    {
        _groups.Sum(r => _levels[r] * moved[r], _moves);
        double[] drawn = [.. _totals.Select((t, g) => _groups.Rows[g] == 0 ? double.NaN : t * factor * Math.Exp(_moves[g] / t) - _groups.Rows[g] * _shift)];
        double[] ranks = Ranks.Descending([.. drawn.Select((t, g) => PredictedFlows.Room(t, _groups.Actual[g], _groups.Rows[g]))]);
        for (int g = 0; g < drawn.Length; g++)
        {
            _sums.Offer(g, drawn[g]);
            _places.Offer(g, ranks[g]);
        }
    }
}
