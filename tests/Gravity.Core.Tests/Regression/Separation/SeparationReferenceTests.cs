using Gravity.Core.Estimation;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Regression.Separation;

/// <summary>The test sets of ppmlhdfe, which flag the separated rows: exactly these, and fixest's coefficients on the others.</summary>
public sealed class SeparationReferenceTests
{
    public static TheoryData<string> Cases => [.. SeparationSet.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Exactly_the_flagged_rows_are_separated(string key)
    {
        var set = SeparationSet.Read(key);
        (int[] rows, bool verified) = set.Found();
        Assert.True(verified);
        Assert.Equal(set.Flagged, rows);
    }

    [Theory]
    [InlineData("01", "x2")]
    [InlineData("05", "x4")]
    [InlineData("07", "x2")]
    [InlineData("09", "")]
    [InlineData("11", "")]
    [InlineData("15", "x3")]
    [InlineData("17", "x3")]
    public void Coefficients_are_those_of_the_other_rows_and_the_lost_ones_are_named(string key, string lost)
    {
        var set = SeparationSet.Read(key);
        FitResult fit = set.Fit();
        Assert.True(fit.Converged, fit.Message);
        Assert.Equal(set.Others.GetProperty("nobs").GetInt32(), fit.Observations);
        string[] left = [.. lost.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        foreach ((string name, double expected) in set.Coefficients)
        {
            // Columns that are collinear without the separated rows: fixest keeps some with a coefficient of rounding.
            if (!left.Contains(name))
                Agree.Absolute(expected, fit.Parameters.Single(p => p.Name == name).Estimate, 2e-6);
        }
        Assert.All(left, name => Assert.DoesNotContain(fit.Parameters, p => p.Name == name));
        Assert.All(left, name => Assert.Contains(fit.Warnings, w => w.Code is "collinear-column" or "absorbed-regressor" && w.Message.Contains(name, StringComparison.Ordinal)));
        Assert.Equal(set.Flagged.Length > 0, fit.Warnings.Any(w => w.Code == "separated-rows"));
        Assert.Equal(set.Flagged, fit.Sample.Dropped.Where(d => d.ReasonPhrase!.Key.StartsWith("reason.separated", StringComparison.Ordinal)).SelectMany(d => d.Rows).Order());
    }
}
