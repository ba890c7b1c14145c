using Gravity.Core.Inference;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Diagnostics;

/// <summary>One specification test of a regression.</summary>
/// <param name="Code">Stable name, one of the constants of this record.</param>
/// <param name="Test">Statistic and law; null where it cannot be made, which <paramref name="Note"/> explains.</param>
/// <param name="Note">What a reader must know; null when nothing.</param>
internal sealed record RegressionTest(string Code, HypothesisTest? Test, Phrase? Note = null)
{
    /// <summary>Ramsey (1969), as Santos Silva and Tenreyro (2006): the square of the fitted index.</summary>
    public const string Reset = "reset-square";

    /// <summary>Breusch and Pagan (1979) in the form of Koenker (1981).</summary>
    public const string BreuschPagan = "heteroskedastic-breusch-pagan";

    /// <summary>White (1980).</summary>
    public const string White = "heteroskedastic-white";

    /// <summary>Park (1966), Manning and Mullahy (2001): V[y|x] ∝ μ, the variance of PPML.</summary>
    public const string ParkPoisson = "variance-park-poisson";

    /// <summary>The same: V[y|x] ∝ μ², the variance of the log model and of gamma PML.</summary>
    public const string ParkSquare = "variance-park-square";

    /// <summary>The Gauss–Newton regression of Santos Silva and Tenreyro (2006): V[y|x] ∝ μ.</summary>
    public const string GaussNewton = "variance-gauss-newton";
}
