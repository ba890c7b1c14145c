using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Overall inefficiency u_i0 + u_it of independent parts: one persistent part a unit, one transient part a row.</summary>
internal sealed class TwoPartInefficiency : ConditionalInefficiency
{
    private readonly UnitIndex _units;
    private readonly IReadOnlyList<IConditionalLaw> _persistent;
    private readonly IReadOnlyList<IConditionalLaw> _transient;

    /// <summary>Binds the parts.</summary>
    /// <param name="units">Rows by unit.</param>
    /// <param name="persistent">One law a unit.</param>
    /// <param name="transient">One law a row.</param>
    /// <param name="frontier">The frontier of each row.</param>
    /// <param name="residual">y less the frontier.</param>
    /// <param name="noiseVariance">V[v], heterogeneity of units included.</param>
    public TwoPartInefficiency(
        UnitIndex units, IReadOnlyList<IConditionalLaw> persistent, IReadOnlyList<IConditionalLaw> transient, double[] frontier, double[] residual,
        double[] noiseVariance)
        : base(
            [.. transient.Select((law, i) => TruncatedNormalSum.Of(persistent[units.UnitOfRow[i]], law))], [.. Enumerable.Range(0, frontier.Length)],
            [.. frontier.Select(_ => 1.0)], frontier, residual, noiseVariance)
    {
        _units = units;
        _persistent = persistent;
        _transient = transient;
        Parts = [new("persistent", persistent, units.UnitOfRow), new("transient", transient, LawOfRow)];
    }

    /// <summary>One persistent draw a unit, which its rows share, and one transient draw a row.</summary>
    public override void Sample(RandomSource random, Span<double> u)
    {
        for (int unit = 0; unit < _units.Count; unit++)
        {
            double shared = _persistent[unit].Sample(random);
            for (int row = _units.Starts[unit]; row < _units.Starts[unit + 1]; row++)
                u[row] = shared + _transient[row].Sample(random);
        }
    }
}
