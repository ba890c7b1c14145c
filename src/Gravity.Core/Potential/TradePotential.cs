using System.Runtime.ExceptionServices;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Potential;

/// <summary>Trade potential, gap, room for expansion, ranks and totals, each with an interval.</summary>
/// <remarks>
/// <para>Draw s = 1 … S takes θ_s ~ N(θ̂, V), then one u | ε, θ_s for each law: one for a unit whose rows share inefficiency, so that sums and
/// ranks carry the common part. Intervals are equal-tailed quantiles of type 7 of the draws; point estimates stay at θ̂.</para>
/// <para>In pooled models the intervals do not shrink with the number of rows: a row has one residual. In models with shared inefficiency
/// they shrink with the periods of the unit.</para>
/// <para>Draw s is stream s of the seed, whatever the number of threads and blocks.</para>
/// </remarks>
public static class TradePotential
{
    /// <summary>Potential of every row and of every group asked for.</summary>
    /// <param name="design">The sample.</param>
    /// <param name="estimate">θ̂.</param>
    /// <param name="covariance">V, positive semidefinite; a parameter whose variance is 0 or not finite is held at its estimate and reported.</param>
    /// <param name="conditionalAt">
    /// The model at any θ, rows in the order of the design. It may be called from several threads at once and answers with NaN, not an
    /// exception, where the model is not defined; such θ are drawn again and counted.
    /// </param>
    /// <param name="options">Level, draws, seed, groupings.</param>
    /// <param name="cancellation">Stops between draws.</param>
    /// <exception cref="ArgumentException">Lengths do not agree, or an option is out of its range.</exception>
    /// <exception cref="DataUnfitException">Hardly any parameter draw gives a defined model (<c>potential-draws</c>).</exception>
    public static PotentialResult Of(
        Design design, double[] estimate, Matrix covariance, Func<double[], ConditionalInefficiency> conditionalAt,
        PotentialOptions options, CancellationToken cancellation = default) =>
        Of(design, estimate, covariance, conditionalAt, (theta, _) => conditionalAt(theta), options, cancellation);

    /// <summary>The same where a draw of the model draws more than θ, e.g. effects that θ does not hold.</summary>
    internal static PotentialResult Of(
        Design design, double[] estimate, Matrix covariance, Func<double[], ConditionalInefficiency> conditionalAt,
        Func<double[], RandomSource, ConditionalInefficiency> drawAt, PotentialOptions options, CancellationToken cancellation = default)
    {
        if (!(options.Level > 0 && options.Level < 1))
            throw new ArgumentException("the level is a probability between 0 and 1", nameof(options));
        if (options.Draws < 2)
            throw new ArgumentException("at least two draws are needed for an interval", nameof(options));
        if (design.RowCount == 0)
            throw new ArgumentException("the design has no rows", nameof(design));
        ConditionalInefficiency point = conditionalAt(estimate);
        if (point.RowCount != design.RowCount)
            throw new ArgumentException($"the model has {point.RowCount} rows, the design {design.RowCount}", nameof(conditionalAt));

        var frame = new PotentialFrame(design, options);
        var parameters = new ParameterDraws(estimate, covariance);
        var pointEstimates = new PointEstimates(frame, point);
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        PotentialDraw[] slots = Slots(threads, options.Draws, frame, () => new PotentialDraw(frame, parameters, drawAt));

        int blockRows = (int)Math.Clamp(
            options.MemoryLimit / DrawIntervals.BytesPerItem(options.Draws, options.Level), 1, design.RowCount);
        int blocks = (design.RowCount + blockRows - 1) / blockRows;
        var rows = new PotentialRow[design.RowCount];
        DrawIntervals[] groups = Array.ConvertAll(frame.Groups, g => new DrawIntervals(0, g.Count, options.Draws, options.Level));
        int redrawn = 0;
        for (int block = 0; block < blocks; block++)
        {
            int from = block * blockRows;
            int count = Math.Min(blockRows, design.RowCount - from);
            var intervals = new DrawIntervals(from, count, options.Draws, options.Level);
            int thrownAway = Simulate(intervals, block == 0 ? groups : [], slots, options, threads, block, blocks, cancellation);
            redrawn = block == 0 ? thrownAway : redrawn;
            for (int i = 0; i < count; i++)
                rows[from + i] = pointEstimates.Row(design, options, from + i, intervals, i);
        }

        PotentialTotals[] totals = frame.Groups
            .Select((g, k) => new PotentialTotals(g.Name, pointEstimates.Totals(g, groups[k], options.Draws))).ToArray();
        return new PotentialResult
        {
            Level = options.Level,
            Draws = options.Draws,
            Seed = options.Seed,
            Side = options.Side,
            Redrawn = redrawn,
            HeldParameters = parameters.Held,
            NegativeEigenvalue = parameters.NegativeEigenvalue,
            Rows = rows,
            Totals = totals,
            Warnings = PotentialWarnings.Of(options.Draws, redrawn, parameters, totals, frame.IsZero.Count(zero => zero)),
        };
    }

    /// <summary>Runs all draws; rows of one block and, in the first block, groups take them in. Returns the parameter draws thrown away.</summary>
    private static int Simulate(
        DrawIntervals rows, DrawIntervals[] groups, PotentialDraw[] slots, PotentialOptions options, int threads, int block, int blocks,
        CancellationToken cancellation)
    {
        int redrawn = 0;
        for (int first = 0; first < options.Draws; first += slots.Length)
        {
            PotentialDraw[] running = slots[..Math.Min(slots.Length, options.Draws - first)];
            int start = first;
            Run(() => Workers.For(
                running.Length, threads, k => running[k].Run(new RandomSource(options.Seed, start + k), groups.Length > 0), cancellation));
            foreach (PotentialDraw draw in running)
            {
                redrawn += draw.Redrawn;
                if (draw.Failed)
                {
                    throw new DataUnfitException(
                        "potential-draws",
                        "the model is not defined at almost all draws from the estimates' normal law, so potential has no interval: "
                        + "look at the standard errors and warnings of the fit, and simplify the model");
                }
            }
            rows.Take(Array.ConvertAll(running, d => d.Rows), threads, cancellation);
            for (int k = 0; k < groups.Length; k++)
            {
                int grouping = k;
                groups[k].Take(Array.ConvertAll(running, d => d.Groups[grouping]), threads, cancellation);
            }
            options.Progress?.Invoke(block * options.Draws + first + running.Length, blocks * options.Draws);
        }
        rows.Seal();
        foreach (DrawIntervals group in groups)
            group.Seal();
        return redrawn;
    }

    /// <summary>Draws in flight: enough to keep the threads busy, few enough for 256 MB.</summary>
    private static PotentialDraw[] Slots(int threads, int draws, PotentialFrame frame, Func<PotentialDraw> create)
    {
        long affordable = (256L << 20) / (32L * frame.RowCount);
        int count = (int)Math.Min(draws, Math.Clamp(affordable, threads, 8L * threads));
        return Enumerable.Range(0, count).Select(_ => create()).ToArray();
    }

    /// <summary>Lets the first exception of a parallel run through as it was thrown.</summary>
    private static void Run(Action action)
    {
        try
        {
            action();
        }
        catch (AggregateException exception) when (exception.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
        }
    }
}
