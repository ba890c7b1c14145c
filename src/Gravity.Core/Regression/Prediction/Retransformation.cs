namespace Gravity.Core.Regression;

/// <summary>How a prediction of ln(flow) becomes one of the flow.</summary>
/// <remarks>
/// exp(x'b) of a regression of logarithms is a median. The mean is exp(x'b)·E[exp(e)], the same factor for every row where errors are independent of x. Under
/// heteroskedasticity no factor is right: the reason for a Poisson pseudo-likelihood (Santos Silva and Tenreyro 2006).
/// </remarks>
public enum Retransformation
{
    /// <summary>The mean of exp(eᵢ) over the residuals, whatever the law of the errors: Duan (1983), Journal of the American Statistical Association 78: 605–610.</summary>
    Smearing,

    /// <summary>exp(s²/2), the mean of exp(e) under normal errors.</summary>
    Lognormal,

    /// <summary>1: the median exp(x'b).</summary>
    None,
}

/// <summary>Names of <see cref="Retransformation"/> in study files, options and JSON.</summary>
public static class RetransformationNames
{
    private static readonly (string Key, Retransformation Kind)[] Kinds =
        [("smearing", Retransformation.Smearing), ("lognormal", Retransformation.Lognormal), ("none", Retransformation.None)];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Kinds.Select(k => k.Key)];

    /// <summary>The kind of a name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static Retransformation Find(string name) =>
        Kinds.FirstOrDefault(k => k.Key == name) is { Key: not null } found ? found.Kind : throw new ArgumentException($"'{name}' is no retransformation", nameof(name));

    /// <summary>The name of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(Retransformation kind) => Kinds.First(k => k.Kind == kind).Key;
}

/// <summary>The factor of a <see cref="Retransformation"/> from residuals of logarithms.</summary>
internal sealed class RetransformationFactor
{
    private readonly Retransformation _kind;
    private readonly double[]? _weights;
    private readonly double _correction;
    private readonly double _total;

    /// <param name="kind">The kind.</param>
    /// <param name="residuals">eᵢ, unweighted.</param>
    /// <param name="weights">Row weights; null for 1.</param>
    /// <param name="observations">N: of frequency weights their sum.</param>
    /// <param name="parameters">Coefficients and effects, for s².</param>
    /// <param name="clusterOfRow">Rows that may depend on each other; null for none.</param>
    public RetransformationFactor(Retransformation kind, double[] residuals, double[]? weights, int observations, int parameters, int[]? clusterOfRow)
    {
        (_kind, _weights, _correction) = (kind, weights, (double)observations / Math.Max(1, observations - parameters));
        _total = weights?.Sum() ?? residuals.Length;
        Value = Of(residuals, null);
        Error = kind == Retransformation.None ? 0 : SamplingError(residuals, clusterOfRow);
    }

    /// <summary>The factor at the estimates.</summary>
    public double Value { get; }

    /// <summary>The factor's own sampling error, the coefficients given: that of a mean over clusters.</summary>
    public double Error { get; }

    /// <summary>The factor where residuals move by −<paramref name="shift"/>.</summary>
    public double Of(double[] residuals, double[]? shift)
    {
        if (_kind == Retransformation.None)
            return 1;
        double sum = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            double e = residuals[i] - (shift?[i] ?? 0);
            sum += (_weights?[i] ?? 1) * (_kind == Retransformation.Smearing ? Math.Exp(e) : e * e);
        }
        return _kind == Retransformation.Smearing ? sum / _total : Math.Exp(0.5 * sum / _total * _correction);
    }

    private double SamplingError(double[] residuals, int[]? clusterOfRow)
    {
        var sums = new Dictionary<int, double>();
        double mean = 0;
        double Term(int i) => _kind == Retransformation.Smearing ? Math.Exp(residuals[i]) : residuals[i] * residuals[i];
        for (int i = 0; i < residuals.Length; i++)
            mean += (_weights?[i] ?? 1) * Term(i) / _total;
        for (int i = 0; i < residuals.Length; i++)
        {
            int cluster = clusterOfRow?[i] ?? i;
            sums[cluster] = sums.GetValueOrDefault(cluster) + (_weights?[i] ?? 1) * (Term(i) - mean);
        }
        double squares = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            if (sums.Remove(clusterOfRow?[i] ?? i, out double sum))
                squares += sum * sum;
        }
        double error = Math.Sqrt(squares) / _total;
        // Delta method: d exp(s²/2)/ds² = ½exp(s²/2).
        return _kind == Retransformation.Smearing ? error : 0.5 * Value * _correction * error;
    }
}
