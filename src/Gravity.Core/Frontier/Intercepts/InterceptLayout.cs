using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>The parameter vector of a frontier with random intercepts: x'β, ln σ_u², ln σ_v² by row, then ln σ_u0² and ln σ_w² by unit.</summary>
internal sealed class InterceptLayout
{
    /// <summary>Positions of the terms that vary by row.</summary>
    public const int Frontier = 0, LogU = 1, LogV = 2;

    public InterceptLayout(Design design, InterceptLaw law)
    {
        Units = design.Units ?? throw new UsageException("no-units", "random intercepts need units: name their column, e.g. --unit iso3");
        Law = law;
        Rows = [IndexTerm.Of(design, BlockNames.Frontier), IndexTerm.Of(design, BlockNames.InefficiencyVariance), IndexTerm.Of(design, BlockNames.NoiseVariance)];
        if (law == InterceptLaw.SkewNormal)
            LogU0 = OfUnits(design, BlockNames.PersistentVariance);
        if (law != InterceptLaw.Flat)
            LogW = OfUnits(design, BlockNames.InterceptVariance);
        var parameters = new List<Parameter>();
        int Place(IndexTerm? term)
        {
            int offset = parameters.Count;
            if (term is null)
                return -1;
            parameters.AddRange(term.Names.Select(n => new Parameter(term.Block, n)));
            return offset;
        }
        RowOffsets = [.. Rows.Select(Place)];
        LogU0Offset = Place(LogU0);
        LogWOffset = Place(LogW);
        Parameters = parameters;
    }

    public UnitIndex Units { get; }

    public InterceptLaw Law { get; }

    /// <summary>x'β, ln σ_u², ln σ_v².</summary>
    public IndexTerm[] Rows { get; }

    public int[] RowOffsets { get; }

    /// <summary>ln σ_u0²; null unless the intercept is skew-normal.</summary>
    public IndexTerm? LogU0 { get; }

    public int LogU0Offset { get; }

    /// <summary>ln σ_w²; null for a flat intercept.</summary>
    public IndexTerm? LogW { get; }

    public int LogWOffset { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    public int Dimension => Parameters.Count;

    /// <summary>Positions of the coefficients of a row term.</summary>
    public int[] RowPositions(int term) => Positions(Rows[term], RowOffsets[term]);

    /// <summary>Positions of the coefficients of a term.</summary>
    public static int[] Positions(IndexTerm term, int offset) => [.. Enumerable.Range(offset, term.Count)];

    /// <summary>ln σ_u0² and ln σ_w² of a unit at θ; −∞ and NaN for what the law has not.</summary>
    public (double LogU0, double LogW) Prior(ReadOnlySpan<double> theta, int unit)
    {
        int row = Units.Starts[unit];
        return (LogU0 is null ? double.NegativeInfinity : Value(LogU0, theta, LogU0Offset, row), LogW is null ? double.NaN : Value(LogW, theta, LogWOffset, row));
    }

    /// <summary>The values of a row term at θ from row <paramref name="start"/> on.</summary>
    public void Load(int term, ReadOnlySpan<double> theta, int start, Span<double> target)
    {
        ReadOnlySpan<double> coefficients = theta.Slice(RowOffsets[term], Rows[term].Count);
        if (Rows[term].Columns is { } columns)
            GramKernels.LinearIndex(columns, coefficients, start, target);
        else
            target.Fill(coefficients[0]);
    }

    /// <summary>The values of a row term at θ.</summary>
    public double[] RowValues(int term, ReadOnlySpan<double> theta)
    {
        var values = new double[Units.UnitOfRow.Length];
        Load(term, theta, 0, values);
        return values;
    }

    /// <summary>θ with a level of −∞, a component that is 0, far below all other variance, and the slopes that have left, NaN, at 0.</summary>
    public double[] Finite(double[] theta)
    {
        double most = double.NegativeInfinity;
        foreach ((IndexTerm? term, int offset) in Variances)
            if (term is not null && theta[offset + FrontierCoordinates.InterceptOf(term.Columns)] is var level && double.IsFinite(level))
                most = Math.Max(most, level);
        return Array.ConvertAll(theta, value => double.IsNegativeInfinity(value) ? most + RandomInterceptFrontier.Depth : double.IsNaN(value) ? 0 : value);
    }

    /// <summary>The terms of log variances and where they begin: u, v, u0, w.</summary>
    public (IndexTerm? Term, int Offset)[] Variances =>
        [(Rows[LogU], RowOffsets[LogU]), (Rows[LogV], RowOffsets[LogV]), (LogU0, LogU0Offset), (LogW, LogWOffset)];

    /// <summary>The largest difference of two log variances over the rows.</summary>
    public double LargestLogRatio(ReadOnlySpan<double> theta, int numerator, int denominator)
    {
        double[] top = RowValues(numerator, theta), bottom = RowValues(denominator, theta);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < top.Length; i++)
            largest = Math.Max(largest, top[i] - bottom[i]);
        return largest;
    }

    /// <summary>The largest difference of a unit's log variance and a row's ln σ_v²; −∞ for a component that the law has not.</summary>
    public double LargestLogRatioOfUnits(ReadOnlySpan<double> theta, IndexTerm? term, int offset)
    {
        double largest = double.NegativeInfinity;
        if (term is null)
            return largest;
        double[] noise = RowValues(LogV, theta);
        for (int i = 0; i < noise.Length; i++)
            largest = Math.Max(largest, Value(term, theta, offset, i) - noise[i]);
        return largest;
    }

    /// <summary>The largest σ_u0² over what else moves a unit's mean, σ_w² + σ_v²/T.</summary>
    public double LargestPersistentRatio(ReadOnlySpan<double> theta)
    {
        double[] noise = RowValues(LogV, theta);
        double largest = 0;
        for (int unit = 0; unit < Units.Count; unit++)
        {
            (double logU0, double logW) = Prior(theta, unit);
            double rest = Math.Exp(logW) + Math.Exp(noise[Units.Starts[unit]]) / (Units.Starts[unit + 1] - Units.Starts[unit]);
            largest = Math.Max(largest, Math.Exp(logU0) / rest);
        }
        return largest;
    }

    /// <summary>The column of a unit's term; 1 for a constant.</summary>
    public static double Column(IndexTerm term, int row, int column) => term.Columns is { } columns ? columns[row, column] : 1;

    private static double Value(IndexTerm term, ReadOnlySpan<double> theta, int offset, int row)
    {
        double sum = 0;
        for (int j = 0; j < term.Count; j++)
        {
            double column = Column(term, row, j);
            // A component at its limit carries −∞ in its level and NaN in its slopes.
            if (double.IsNegativeInfinity(theta[offset + j]))
                return double.NegativeInfinity;
            sum += column * theta[offset + j];
        }
        return sum;
    }

    private IndexTerm OfUnits(Design design, string block)
    {
        IndexTerm term = IndexTerm.Of(design, block);
        for (int j = 0; term.Columns is { } columns && j < term.Count; j++)
        {
            ReadOnlySpan<double> column = columns.Column(j);
            for (int unit = 0; unit < Units.Count; unit++)
            {
                ReadOnlySpan<double> own = column[Units.Starts[unit]..Units.Starts[unit + 1]];
                if (own.IndexOfAnyExcept(own[0]) >= 0)
                {
                    throw new DataUnfitException(
                        "varies-within-unit",
                        $"'{term.Names[j]}' varies within {Units.Names[unit]}, but the {block} is one number a unit: use a column that is constant within units");
                }
            }
        }
        return term;
    }
}
