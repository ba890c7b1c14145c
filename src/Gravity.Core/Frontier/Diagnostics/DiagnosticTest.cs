using Gravity.Core.Inference;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Diagnostics;

/// <summary>One test of a fitted model, one line of the table of diagnostics.</summary>
/// <param name="Code">Stable name, one of <see cref="DiagnosticCodes"/>.</param>
/// <param name="Statistic">The statistic; NaN where it cannot be formed, which <see cref="Note"/> explains.</param>
/// <param name="Reference">The law in words, e.g. <c>N(0, 1)</c>, <c>χ²(2)</c>; empty where the law is the bootstrap's.</param>
/// <param name="P">P-value under <paramref name="Reference"/>; NaN where there is none that holds.</param>
public sealed record DiagnosticTest(string Code, double Statistic, string Reference, double P)
{
    /// <summary>Parametric-bootstrap p-value; null where none was made.</summary>
    public double? BootstrapP { get; init; }

    /// <summary>Upper bound of p, where the law is only known to lie between two and <see cref="P"/> is the lower; null elsewhere.</summary>
    public double? UpperP { get; init; }

    /// <summary>Degrees of freedom; null where the law has none.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>What a reader must know, one sentence; null when nothing.</summary>
    public Phrase? Note { get; init; }

    /// <summary>The p-value to decide by: the bootstrap's where there is one, else that of the law, of bounds the upper one.</summary>
    public double DecisiveP => BootstrapP ?? UpperP ?? P;

    internal static DiagnosticTest Of(string code, HypothesisTest test, Phrase? note = null) =>
        new(code, test.Statistic, test.Reference, test.P) { DegreesOfFreedom = test.DegreesOfFreedom, Note = note ?? test.NotePhrase };

    internal static DiagnosticTest Missing(string code, Phrase why) => new(code, double.NaN, "", double.NaN) { Note = why };
}

/// <summary>The tests in the order of the table.</summary>
public static class DiagnosticCodes
{
    /// <summary>Coelli (1995): M3T of the least-squares residuals, one-sided towards inefficiency.</summary>
    public const string Coelli = "skewness-coelli";

    /// <summary>Schmidt and Lin (1984): √b₁ of the least-squares residuals, one-sided towards inefficiency.</summary>
    public const string SchmidtLin = "skewness-schmidt-lin";

    /// <summary>D'Agostino (1970): √b₁, two-sided.</summary>
    public const string DAgostino = "skewness-dagostino";

    /// <summary>D'Agostino, Belanger and D'Agostino (1990): the omnibus K².</summary>
    public const string Omnibus = "normality-omnibus";

    /// <summary>Kolmogorov–Smirnov distance of the composed residuals from their fitted law.</summary>
    public const string KolmogorovSmirnov = "fit-kolmogorov-smirnov";

    /// <summary>Pearson's X² of the composed residuals on equiprobable cells of their fitted law.</summary>
    public const string Pearson = "fit-pearson";

    /// <summary>Ramsey (1969): powers of the fitted frontier, likelihood ratio.</summary>
    public const string ResetRatio = "reset-lr";

    /// <summary>The same by Wald's statistic.</summary>
    public const string ResetWald = "reset-wald";

    /// <summary>Score test of constant ln σ_v² against an index in the frontier's regressors.</summary>
    public const string NoiseVariance = "heteroskedastic-noise";

    /// <summary>Score test of constant ln σ_u² against an index in the frontier's regressors.</summary>
    public const string InefficiencyVariance = "heteroskedastic-inefficiency";

    /// <summary>Ramsey (1969) after a regression: the square of the fitted index, Wald.</summary>
    public const string ResetSquare = Regression.Diagnostics.RegressionTest.Reset;

    /// <summary>Breusch and Pagan (1979) in the form of Koenker (1981): the log model's squared residuals on its regressors.</summary>
    public const string BreuschPagan = Regression.Diagnostics.RegressionTest.BreuschPagan;

    /// <summary>White (1980): the same on squares and products too.</summary>
    public const string White = Regression.Diagnostics.RegressionTest.White;

    /// <summary>Park (1966), Manning and Mullahy (2001): the variance of flows is proportional to their mean.</summary>
    public const string ParkPoisson = Regression.Diagnostics.RegressionTest.ParkPoisson;

    /// <summary>The same: to the square of their mean.</summary>
    public const string ParkSquare = Regression.Diagnostics.RegressionTest.ParkSquare;

    /// <summary>Santos Silva and Tenreyro (2006): the variance of flows is proportional to their mean, by the Gauss–Newton regression.</summary>
    public const string GaussNewton = Regression.Diagnostics.RegressionTest.GaussNewton;

    /// <summary>Wooldridge (2010), Baier and Bergstrand (2007): the lead of a variable.</summary>
    public const string StrictExogeneity = "exogeneity-lead";

    /// <summary>Those of frontiers.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Coelli, SchmidtLin, DAgostino, Omnibus, KolmogorovSmirnov, Pearson, ResetRatio, ResetWald, NoiseVariance, InefficiencyVariance];

    /// <summary>Those of regressions, then the test that is made on request.</summary>
    public static IReadOnlyList<string> OfRegressions { get; } = [ResetSquare, BreuschPagan, White, ParkPoisson, ParkSquare, GaussNewton, StrictExogeneity];
}
