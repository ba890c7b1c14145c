using System.Globalization;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Estimation;

/// <summary>Refuses responses whose squares leave the range of numbers, and those that the frontier's columns reproduce up to rounding.</summary>
internal static class ResidualSize
{
    /// <summary>Sizes between which fourth powers times many rows, as in a Hessian, neither overflow nor vanish.</summary>
    private const double Smallest = 1e-70, Largest = 1e70;

    /// <summary>Root mean square of the residuals, as a share of the largest response, below which they are rounding.</summary>
    private const double Rounding = 1e-14;

    /// <summary>Checks the least-squares fit <paramref name="ols"/> of <paramref name="response"/> on the design's frontier columns.</summary>
    /// <exception cref="DataUnfitException"><c>response-scale</c> or <c>exact-fit</c>.</exception>
    public static void Check(Design design, double[] response, LeastSquares ols)
    {
        double largest = 0;
        foreach (double value in response)
            largest = Math.Max(largest, Math.Abs(value));
        if (largest is > Largest or < Smallest)
        {
            throw new DataUnfitException("response-scale", string.Create(CultureInfo.InvariantCulture,
                $"{design.ResponseName} is of size {largest:0e+0}: products of its residuals leave the range of numbers; change its scale, e.g. to millions"));
        }
        if (Math.Sqrt(ols.ResidualSumOfSquares / response.Length) <= Rounding * largest)
        {
            throw new DataUnfitException("exact-fit",
                $"the columns of the formula reproduce {design.ResponseName} exactly, so there is neither noise nor inefficiency to estimate: "
                + "look for a regressor made from the response, or use fewer columns");
        }
    }
}
