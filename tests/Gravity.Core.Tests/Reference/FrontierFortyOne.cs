namespace Gravity.Core.Tests.Reference;

/// <summary>Numbers for the first example of FRONTIER 4.1 (Coelli 1996): 60 firms, ln output on ln capital and ln labour, half-normal u.</summary>
/// <remarks>
/// Two sets: the verified optimum (an independent likelihood, Newton-refined, errors from the exact Hessian), to be met in all its digits, and
/// what the program prints, which differs in the sixth digit because it stops early. The data are read from the external folder.
/// </remarks>
public static class FrontierFortyOne
{
    /// <summary>Id of the stored case with the same data and model.</summary>
    public const string CaseId = "frontier_als_front41";

    /// <summary>Rows, one a firm.</summary>
    public const int Firms = 60;

    /// <summary>The verified optimum.</summary>
    public static class Optimum
    {
        /// <summary>Log-likelihood.</summary>
        public const double LogLikelihood = -17.0272254244229;

        /// <summary>β of the intercept, ln capital and ln labour.</summary>
        public static readonly double[] Beta = [0.561616630891751, 0.281102558937178, 0.536480308195752];

        /// <summary>Their standard errors, exact Hessian.</summary>
        public static readonly double[] BetaErrors = [0.202578552625284, 0.0474977175151883, 0.0451734522700199];

        /// <summary>σ² = σ_u² + σ_v².</summary>
        public const double SigmaSquared = 0.216999941465501;

        /// <summary>Its standard error, exact Hessian in (σ², γ).</summary>
        public const double SigmaSquaredError = 0.064401554379991;

        /// <summary>γ = σ_u²/σ².</summary>
        public const double Gamma = 0.797206187800711;

        /// <summary>Its standard error, exact Hessian in (σ², γ).</summary>
        public const double GammaError = 0.13850870672675;

        /// <summary>E[exp(−u)|ε] of the first firm.</summary>
        public const double FirstEfficiency = 0.650689045173596;

        /// <summary>Mean of E[exp(−u)|ε].</summary>
        public const double MeanEfficiency = 0.740568008243792;
    }

    /// <summary>What FRONTIER 4.1 prints; its errors come from the DFP approximation.</summary>
    public static class Printed
    {
        /// <summary>Log-likelihood.</summary>
        public const double LogLikelihood = -17.027229;

        /// <summary>Log-likelihood of least squares.</summary>
        public const double OlsLogLikelihood = -18.446849;

        /// <summary>LR test of the one-sided error.</summary>
        public const double LikelihoodRatio = 2.8392402;

        /// <summary>β of the intercept, ln capital and ln labour.</summary>
        public static readonly double[] Beta = [0.56161963, 0.28110205, 0.53647981];

        /// <summary>Their printed standard errors.</summary>
        public static readonly double[] BetaErrors = [0.20261668, 0.047643365, 0.045251553];

        /// <summary>σ².</summary>
        public const double SigmaSquared = 0.21700046;

        /// <summary>γ.</summary>
        public const double Gamma = 0.79720730;

        /// <summary>Efficiency of firm 1.</summary>
        public const double FirstEfficiency = 0.65068880;

        /// <summary>Efficiency of firm 13.</summary>
        public const double ThirteenthEfficiency = 0.44809682;
    }
}
