namespace Gravity.Core.Regression.Families;

/// <summary>Deviance and log-likelihood of the fit and of a constant mean.</summary>
internal readonly record struct PseudoTotals(double Deviance, double NullDeviance, double LogLikelihood, double NullLogLikelihood);

/// <summary>A pseudo-likelihood of flows with mean μ = exp(η): all that iterated weighted least squares asks of it.</summary>
/// <remarks>
/// ∂ℓ/∂η = (y − μ)·μ/V(μ) and expected information −E[∂²ℓ/∂η²] = μ²/V(μ) (McCullagh and Nelder 1989, section 2.5). A family says how V depends on μ. With
/// E[y] = exp(η) every family is consistent whatever the law of y (Gourieroux, Monfort and Trognon 1984), but for the negative binomial with α estimated; they differ in
/// which rows they trust. Methods over runs of rows take means beside η, so that exponentials are computed once.
/// </remarks>
internal abstract class ResponseFamily
{
    /// <summary>Key in options and results, e.g. <c>poisson</c>.</summary>
    public abstract string Key { get; }

    /// <summary>Whether the expected information of a row is its mean, so that one array serves for both.</summary>
    public virtual bool InformationIsMean => false;

    /// <summary>Whether <see cref="Balance"/> gives the maximum over the effect of a group.</summary>
    public virtual bool BalanceIsExact => true;

    /// <summary>Refuses responses outside the family.</summary>
    /// <param name="y">The flows, finite.</param>
    /// <param name="name">What the message calls them.</param>
    /// <param name="sourceRow">From rows to data rows of the file.</param>
    /// <exception cref="DataUnfitException"><c>negative-flow</c>; <c>no-positive-flow</c>.</exception>
    public virtual void Check(ReadOnlySpan<double> y, string name, Func<int, int> sourceRow)
    {
        var negative = new List<int>();
        bool positive = false;
        for (int i = 0; i < y.Length; i++)
        {
            if (y[i] < 0)
                negative.Add(sourceRow(i));
            positive |= y[i] > 0;
        }
        negative.Sort();
        if (negative.Count > 0)
        {
            throw new DataUnfitException("negative-flow",
                $"{name} is negative in {Data.RowList.Text(negative)}; its mean is exp(x'β) > 0: leave the rows out, e.g. --where \"{name} >= 0\"", negative);
        }
        if (!positive)
            throw new DataUnfitException("no-positive-flow", $"{name} is 0 in all rows, so there is nothing to explain: check the column and the filter");
    }

    /// <summary>A positive mean to start from, between the flow and the mean flow.</summary>
    public virtual double StartMean(double y, double mean) => 0.5 * (y + mean);

    /// <summary>Expected information μ²/V(μ) of a row about its η, up to a scale.</summary>
    public abstract double Information(double mean);

    /// <summary>Scores, weights of a Newton step and the objective over a run of rows.</summary>
    /// <param name="y">Flows.</param>
    /// <param name="eta">η.</param>
    /// <param name="prior">Row weights, or empty for 1; they multiply everything.</param>
    /// <param name="weight">μ = exp(η) at the call; becomes w times a weight ≥ 0 of the step: −∂²ℓ/∂η², observed or expected.</param>
    /// <param name="score">Becomes w·∂ℓ/∂η.</param>
    /// <param name="pearson">Σw(y − μ)²/V(μ).</param>
    /// <returns>−Σwℓ up to a term without η; the step must not raise it.</returns>
    public abstract double Evaluate(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> prior, Span<double> weight, Span<double> score, out double pearson);

    /// <summary>For each row the two terms whose sums over a group have as their ratio the factor that maximises the likelihood over the group's effect, all else given.</summary>
    /// <remarks>w·y·μ/V(μ) and w·μ·μ/V(μ): exact where μ/V(μ) is a power of μ (Poisson, gamma, Gaussian); a step in its direction otherwise.</remarks>
    /// <param name="y">Flows.</param>
    /// <param name="mean">μ.</param>
    /// <param name="prior">Row weights, or empty for 1.</param>
    /// <param name="observed">Becomes w·y·μ/V(μ).</param>
    /// <param name="fitted">Becomes w·μ²/V(μ).</param>
    public abstract void Balance(ReadOnlySpan<double> y, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, Span<double> observed, Span<double> fitted);

    /// <summary>Adds deviance, deviance of a constant mean, log-likelihood, log-likelihood of a constant mean and Σw over a run of rows.</summary>
    /// <param name="y">Flows.</param>
    /// <param name="eta">η.</param>
    /// <param name="mean">μ.</param>
    /// <param name="prior">Row weights, or empty for 1.</param>
    /// <param name="constant">The constant mean.</param>
    /// <param name="sums">Five sums, added to.</param>
    public abstract void AddTotals(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, double constant, Span<double> sums);

    /// <summary>Totals from their sums.</summary>
    public virtual PseudoTotals Totals(ReadOnlySpan<double> sums) => new(sums[0], sums[1], sums[2], sums[3]);
}
