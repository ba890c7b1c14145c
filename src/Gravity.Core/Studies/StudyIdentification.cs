using Gravity.Core.Inference;

namespace Gravity.Core.Studies;

/// <summary>What the data can and cannot tell apart, and what the residuals say before any law is assumed.</summary>
/// <param name="Model">The model it is about: the headline.</param>
/// <param name="Columns">Every regressor of the frontier, then every determinant of inefficiency of the study's models.</param>
/// <param name="Hessian">Curvature of the headline's likelihood; null where it has no Hessian (closed forms).</param>
/// <param name="Sensitivity">The headline and its variants with year effects; the headline alone where there are no periods.</param>
/// <param name="OlsSkewness">Skewness of the least-squares residuals.</param>
/// <param name="WithinSkewness">Skewness of the residuals of the within (fixed effects) regression; null without units.</param>
/// <param name="Mundlak">Fixed effects against random effects; null without units.</param>
public sealed record StudyIdentification(
    string Model,
    IReadOnlyList<ColumnIdentification> Columns,
    HessianIdentification? Hessian,
    IReadOnlyList<SensitivityVariant> Sensitivity,
    ResidualSkewness OlsSkewness,
    ResidualSkewness? WithinSkewness,
    MundlakComparison? Mundlak)
{
    /// <summary>Distance terms (<c>dist</c> in the name) of the frontier.</summary>
    public IEnumerable<ColumnIdentification> Distances => Columns.Where(c => c.IsDistance);
}

/// <summary>How a column varies over the sample.</summary>
/// <param name="Block">A value of <see cref="Specification.BlockNames"/>.</param>
/// <param name="Name">The column as named in the fit, e.g. <c>ln(dist_beijing_km)</c>.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="StandardDeviation">With divisor n − 1.</param>
/// <param name="BetweenDeviation">Standard deviation of the units' means, divisor units − 1; NaN without units.</param>
/// <param name="WithinDeviation">Standard deviation of x_it − x̄_i, divisor n − 1; NaN without units.</param>
/// <param name="BetweenShare">Σ T_i(x̄_i − x̄)² / Σ(x − x̄)²; with <see cref="WithinShare"/> it makes 1. NaN without units.</param>
/// <param name="WithinShare">Σ(x − x̄_i)² / Σ(x − x̄)².</param>
/// <param name="TimeShare">Σ n_t(x̄_t − x̄)² / Σ(x − x̄)²: 1 for a column that varies over periods only. NaN without periods.</param>
/// <param name="ChangingUnits">Units in which it changes.</param>
/// <param name="Units">Units.</param>
/// <param name="TimeCorrelation">Correlation with the period, a linear trend; NaN without periods.</param>
/// <param name="VarianceInflation">1/(1 − R²) of its regression on the other columns of the block; ∞ where they reproduce it.</param>
public sealed record ColumnIdentification(
    string Block,
    string Name,
    double Mean,
    double StandardDeviation,
    double BetweenDeviation,
    double WithinDeviation,
    double BetweenShare,
    double WithinShare,
    double TimeShare,
    int ChangingUnits,
    int Units,
    double TimeCorrelation,
    double VarianceInflation)
{
    /// <summary>It changes in no unit: it tells units apart, not years.</summary>
    public bool IsConstantWithinUnits => Units > 0 && ChangingUnits == 0;

    /// <summary>It is the same for all units of a period: it cannot be told from year effects.</summary>
    public bool VariesOverTimeOnly => TimeShare > 1 - 1e-9;

    /// <summary>A distance, by its name.</summary>
    public bool IsDistance => Name.Contains("dist", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Eigenvalues of the headline's −H in units in which its diagonal is 1.</summary>
/// <param name="Eigenvalues">Ascending; they sum to the number of parameters.</param>
/// <param name="ConditionNumber">Largest over smallest; ∞ when the smallest is not positive.</param>
/// <param name="WeakestDirection">The eigenvector of the smallest in words, e.g. <c>0.70·(Intercept) − 0.70·ln(dist)</c>.</param>
public sealed record HessianIdentification(IReadOnlyList<double> Eigenvalues, double ConditionNumber, string WeakestDirection);

/// <summary>A quantity watched over variants of the headline.</summary>
/// <param name="Block">Its block.</param>
/// <param name="Name">Its name: <c>eta</c>, or a regressor that is constant within units.</param>
/// <param name="Estimate">Estimate.</param>
/// <param name="StandardError">Its error.</param>
/// <param name="Low">Lower confidence limit.</param>
/// <param name="High">Upper confidence limit.</param>
public sealed record WatchedEstimate(string Block, string Name, double Estimate, double StandardError, double Low, double High);

/// <summary>The headline with other controls for time.</summary>
/// <param name="Name"><c>as estimated</c>, <c>year effects</c> or <c>without NAMES</c>.</param>
/// <param name="Kind">Which variant.</param>
/// <param name="Formula">The frontier formula.</param>
/// <param name="LogLikelihood">ℓ.</param>
/// <param name="Converged">Whether it is a maximum.</param>
/// <param name="Estimates">η, where the model has it, and every regressor that is constant within units.</param>
public sealed record SensitivityVariant(
    string Name, SensitivityKind Kind, string Formula, double LogLikelihood, bool Converged, IReadOnlyList<WatchedEstimate> Estimates);

/// <summary>Variants of the headline.</summary>
public enum SensitivityKind
{
    /// <summary>As in the study file.</summary>
    AsEstimated,

    /// <summary>One effect a period in place of the regressors that vary over time only.</summary>
    YearEffects,

    /// <summary>Without the regressors that vary over time only.</summary>
    WithoutTimeOnly,
}

/// <summary>Skewness of residuals and what inefficiency would make it.</summary>
/// <param name="Tests">Skewness with its tests.</param>
/// <param name="ExpectedSign">−1 in production, +1 in cost: the sign that inefficiency gives.</param>
public sealed record ResidualSkewness(SkewnessTests Tests, int ExpectedSign)
{
    /// <summary>True when the sign is not that of inefficiency.</summary>
    public bool WrongSign => ExpectedSign * Tests.Skewness <= 0;

    /// <summary>One-sided p of symmetry against skewness of the expected sign (D'Agostino 1970; Coelli 1995 for n &lt; 8).</summary>
    public double P
    {
        get
        {
            SymmetryTest test = Tests.DAgostino ?? Tests.Coelli;
            return ExpectedSign < 0 ? test.NegativeP : test.PositiveP;
        }
    }
}

/// <summary>Slopes with and without unit effects.</summary>
/// <param name="Name">The regressor.</param>
/// <param name="Within">Fixed-effects slope.</param>
/// <param name="WithinError">Its error, homoskedastic.</param>
/// <param name="Random">Slope of the frontier with time-invariant inefficiency (Pitt and Lee 1981).</param>
/// <param name="RandomError">Its error.</param>
public sealed record SlopePair(string Name, double Within, double WithinError, double Random, double RandomError);

/// <summary>Are the unit effects (inefficiency among them) uncorrelated with the regressors?</summary>
/// <param name="Slopes">For every regressor that changes within units.</param>
/// <param name="Means">The regressors whose unit means were added to least squares (Mundlak 1978).</param>
/// <param name="Test">Wald test that their coefficients are 0, errors clustered by unit, F(q, units − 1); null where no mean could be added.</param>
public sealed record MundlakComparison(IReadOnlyList<SlopePair> Slopes, IReadOnlyList<string> Means, HypothesisTest? Test);
