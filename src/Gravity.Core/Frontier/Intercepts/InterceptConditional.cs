using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>Inefficiency of all rows given all residuals, in a frontier with random intercepts.</summary>
/// <remarks>
/// The laws of the object are those of u_i0 + u_it. The frontier is x'β and the noise around it w_i + v_it; with a flat intercept, which has no noise, the frontier is
/// x'β + E[a_i | the unit's rows].
/// </remarks>
internal sealed class InterceptConditional : ConditionalInefficiency
{
    private readonly InterceptLayout _layout;
    private readonly UnitPosterior[] _posteriors;
    private readonly MixtureComponent[] _transient, _persistent;

    private InterceptConditional(
        InterceptLayout layout, UnitPosterior[] posteriors, MixtureComponent[] transient, MixtureComponent[] persistent,
        IConditionalLaw[] laws, double[] frontier, double[] residual, double[] noise)
        : base(laws, [.. Enumerable.Range(0, laws.Length)], Ones(laws.Length), frontier, residual, noise)
    {
        _layout = layout;
        _posteriors = posteriors;
        _transient = transient;
        _persistent = persistent;
    }

    public static InterceptConditional Of(
        FrontierLikelihood model, ConjugateLaw law, InterceptLayout layout, InterceptSum sum, IReadOnlyList<double> point, WithinColumns? within)
    {
        double[] raw = [.. point], theta = layout.Finite(raw);
        int rows = model.Design.RowCount, units = layout.Units.Count;
        double[] frontier = model.Design.Frontier.Values.Times(theta.AsSpan(0, model.Design.Frontier.Columns));
        double[] logU = layout.RowValues(InterceptLayout.LogU, theta), logV = layout.RowValues(InterceptLayout.LogV, theta);
        bool noTransient = IsZero(layout.RowPositions(InterceptLayout.LogU)), noPersistent = layout.LogU0 is null
            || IsZero(InterceptLayout.Positions(layout.LogU0, layout.LogU0Offset));
        var posteriors = new UnitPosterior[units];
        sum.ForEachUnit(theta, (unit, _, nodes) => posteriors[unit] = new UnitPosterior(nodes));
        var transient = new MixtureComponent[rows];
        var persistent = new MixtureComponent[units];
        var laws = new IConditionalLaw[rows];
        var residual = new double[rows];
        var noise = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            int unit = layout.Units.UnitOfRow[i];
            (double logU0, double logW) = layout.Prior(theta, unit);
            double varianceW = double.IsNaN(logW) ? 0 : Math.Exp(logW);
            residual[i] = model.Response[i] - frontier[i];
            noise[i] = Math.Exp(logV[i]) + varianceW;
            transient[i] = MixtureComponent.Transient(law, model.Sign * residual[i], noTransient ? 0 : Math.Exp(logU[i]), Math.Exp(logV[i]));
            persistent[unit] = MixtureComponent.Persistent(noPersistent ? 0 : Math.Exp(logU0), varianceW);
            laws[i] = Law(posteriors[unit], transient[i], persistent[unit]);
            if (within is null)
                continue;
            // a has been taken in the orientation of e.
            residual[i] -= model.Sign * posteriors[unit].Mean;
            frontier[i] = within.Response[i] - residual[i];
        }
        return new InterceptConditional(layout, posteriors, transient, persistent, laws, frontier, residual, noise)
        {
            Parts = layout.LogU0 is null ? [] :
            [
                new InefficiencyPart(
                    "persistent", [.. persistent.Select((own, unit) => Law(posteriors[unit], MixtureComponent.None, own))], layout.Units.UnitOfRow),
                new InefficiencyPart(
                    "transient", [.. transient.Select((u, i) => Law(posteriors[layout.Units.UnitOfRow[i]], u, MixtureComponent.None))],
                    [.. Enumerable.Range(0, rows)]),
            ],
        };

        bool IsZero(int[] positions) => positions.Any(j => double.IsNegativeInfinity(raw[j]));
    }

    /// <inheritdoc/>
    /// <remarks>One intercept a unit, then its persistent inefficiency, then that of each row: rows of a unit move together.</remarks>
    public override void Sample(RandomSource random, Span<double> u)
    {
        for (int unit = 0; unit < _posteriors.Length; unit++)
        {
            double a = _posteriors[unit].Draw(random);
            double own = _persistent[unit].IsZero ? 0 : _persistent[unit].At(a).Sample(random);
            for (int i = _layout.Units.Starts[unit]; i < _layout.Units.Starts[unit + 1]; i++)
                u[i] = own + (_transient[i].IsZero ? 0 : _transient[i].At(a).Sample(random));
        }
    }

    private static IConditionalLaw Law(UnitPosterior posterior, MixtureComponent transient, MixtureComponent persistent) =>
        transient.IsZero && persistent.IsZero ? DegenerateLaw.Instance
        : persistent.IsZero ? new MixtureLaw(posterior, transient)
        : transient.IsZero ? new MixtureLaw(posterior, persistent)
        : new SumLaw(posterior, transient, persistent);

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
