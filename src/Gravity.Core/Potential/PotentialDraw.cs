using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Potential;

/// <summary>Four numbers an item (row or group) of one draw.</summary>
/// <param name="Potential">Rows: x = h·u. Groups: Σ potential.</param>
/// <param name="Frontier">Rows: x'β. Groups: Σ exp(x'β).</param>
/// <param name="FrontierMean">Rows: x'β + σ_v²/2. Groups: Σ of its exponential.</param>
/// <param name="Rank">The rank by room.</param>
internal sealed record DrawMeasures(double[] Potential, double[] Frontier, double[] FrontierMean, double[] Rank)
{
    public DrawMeasures(int items)
        : this(new double[items], new double[items], new double[items], new double[items])
    {
    }
}

/// <summary>The room for one draw of parameters and inefficiency; used again for later draws.</summary>
internal sealed class PotentialDraw
{
    /// <summary>Parameter draws tried before a draw is given up.</summary>
    private const int Attempts = 100;

    private readonly PotentialFrame _frame;
    private readonly ParameterDraws _parameters;
    private readonly Func<double[], RandomSource, ConditionalInefficiency> _conditionalAt;
    private readonly double[] _keys;
    private readonly int[] _items;
    private readonly double[] _levels;
    private readonly double[] _u;

    public PotentialDraw(PotentialFrame frame, ParameterDraws parameters, Func<double[], RandomSource, ConditionalInefficiency> conditionalAt)
    {
        _frame = frame;
        _parameters = parameters;
        _conditionalAt = conditionalAt;
        Rows = new DrawMeasures(frame.RowCount);
        _u = new double[frame.RowCount];
        Groups = Array.ConvertAll(frame.Groups, groups => new DrawMeasures(groups.Count));
        int longest = frame.Periods.Max(rows => rows.Length);
        longest = Math.Max(longest, frame.Groups.Length == 0 ? 0 : frame.Groups.Max(groups => groups.Count));
        _keys = new double[longest];
        _items = new int[longest];
        _levels = new double[frame.Groups.Length == 0 ? 0 : 3 * frame.RowCount];
    }

    /// <summary>The draw by row.</summary>
    public DrawMeasures Rows { get; }

    /// <summary>The draw by group, one entry a grouping.</summary>
    public DrawMeasures[] Groups { get; }

    /// <summary>Parameter draws thrown away before this one.</summary>
    public int Redrawn { get; private set; }

    /// <summary>True when no parameter draw gave a defined model.</summary>
    public bool Failed => Redrawn == Attempts;

    /// <summary>Fills the draw from its stream; the groups only when asked for.</summary>
    public void Run(RandomSource random, bool withGroups)
    {
        for (Redrawn = 0; Redrawn < Attempts; Redrawn++)
        {
            if (TryFill(_conditionalAt(_parameters.Next(random), random), random))
            {
                _frame.RankRows(Rows.Potential, Rows.Rank, _keys, _items);
                if (withGroups)
                    FillGroups();
                return;
            }
        }
    }

    /// <summary>One joint draw of u, so that rows of a unit share what they share; false where the model is not defined at the drawn parameters.</summary>
    private bool TryFill(ConditionalInefficiency conditional, RandomSource random)
    {
        conditional.Sample(random, _u);
        for (int r = 0; r < _frame.RowCount; r++)
        {
            double x = _u[r];
            double frontier = conditional.Frontier[r];
            if (!(x >= 0 && double.IsFinite(x) && double.IsFinite(frontier)))
                return false;
            Rows.Potential[r] = x;
            Rows.Frontier[r] = frontier;
            Rows.FrontierMean[r] = frontier + conditional.LogNoiseMean[r];
        }
        return true;
    }

    private void FillGroups()
    {
        if (Groups.Length == 0)
            return;
        int rows = _frame.RowCount;
        for (int r = 0; r < rows; r++)
        {
            _levels[r] = _frame.Potential(r, Rows.Potential[r], Rows.Frontier[r]);
            _levels[rows + r] = _frame.Level(Rows.Frontier[r]);
            _levels[2 * rows + r] = _frame.Level(Rows.FrontierMean[r]);
        }
        for (int k = 0; k < Groups.Length; k++)
        {
            GroupIndex groups = _frame.Groups[k];
            DrawMeasures sums = Groups[k];
            groups.Sum(r => _levels[r], sums.Potential);
            groups.Sum(r => _levels[rows + r], sums.Frontier);
            groups.Sum(r => _levels[2 * rows + r], sums.FrontierMean);
            _frame.RankGroups(groups, sums.Potential, sums.Rank, _keys, _items);
        }
    }
}
