using Gravity.Core.Estimation;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Tables;

namespace Gravity.Reporting.Tests.Results;

public class FitTablesTest
{
    private static readonly TextTableWriter Writer = new(100);

    private static string Print(IEnumerable<ReportTable> tables) => string.Join('\n', tables.Select(t => Writer.WriteToString(t)));

    [Fact]
    public void A_frontier_prints_as_a_referee_reads_it()
    {
        const string Expected = """
            bc92: ln(exports) ~ ln(gdp)
            ─────────────────────────────────────────────────────────────────────────────────────
            Model                            bc92
            ─────────────────────────────────────────────────────────────────────────────────────
            Description                      Time-varying inefficiency, u_it = exp(−η(t − T))·u_i
            Law of u                         half-normal
            Law of v                         normal
            Side                             production: y = x'β + v − u
            T of the path over time          the panel's last period
            Rows used                        208
            Units                            16
            Periods                          13
            Rows read                        212
            Rows left out                    4
            Log-likelihood                   -30.00000
            Log-likelihood of least squares  -40.00000
            LR test of no inefficiency       20.000
              p, ½χ²(1) + ½χ²(2)             <0.001
            AIC                              70.000
            BIC                              86.688
            Converged                        yes: interior maximum after 7 iterations
            Starts that ended here           2 of 3
            Standard errors                  inverse Hessian
            ─────────────────────────────────────────────────────────────────────────────────────
            Notes: Left out: 4 rows, missing value in 'gdp'.
            Newton: gradient 0.

            Coefficients
            ───────────────────────────────────────────────────────────────────
                                                                 95% interval
                                                               ────────────────
            ln(exports)  Estimate  Std. error       z       p      low     high
            ───────────────────────────────────────────────────────────────────
            Frontier
            Intercept      2.0000      0.5000    4.00  <0.001   1.0000   3.0000
            ln(gdp)        0.8000      0.4000    2.00   0.046   0.0000   1.6000
            Scale of u, ln σ²ᵤ
            Intercept     -0.5000      0.2500   -2.00   0.500  -1.0000   0.0000
            Noise, ln σ²ᵥ
            Intercept     -2.5000      0.1000  -25.00   0.500  -2.7000  -2.3000
            Path of u over time
            η             -0.0132      0.0132   -1.00   0.320  -0.0396   0.0132
            ───────────────────────────────────────────────────────────────────

            """;
        Assert.StartsWith(Expected, Print(FitTables.Of(SampleFits.Frontier())), StringComparison.Ordinal);
    }

    [Fact]
    public void Gamma_and_the_variance_share_stand_beside_each_other_and_are_told_apart()
    {
        ReportTable table = FitTables.NaturalScale(SampleFits.Frontier());
        string text = Writer.WriteToString(table);
        Assert.Contains(
            """
            γ = σᵤ²/σ²           0.8810      0.0300
            V[u]/(V[u] + σᵥ²)    0.7290      0.0500
            """, text, StringComparison.Ordinal);
        Assert.Contains("γ = 0.881 is not the share of inefficiency in the variance, which is V[u]/(V[u] + σᵥ²) = 0.729", table.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Least_squares_prints_t_wild_p_factor_and_the_warning_with_its_remedy()
    {
        string text = Print(FitTables.Of(SampleFits.Ols()));
        Assert.Contains("wild p", text, StringComparison.Ordinal);
        Assert.Contains("p-values and intervals use t(15).", text, StringComparison.Ordinal);
        Assert.Contains("Small-sample factor  G/(G − 1) = 1.0667", text, StringComparison.Ordinal);
        Assert.Contains("Warning (few-clusters): 16 clusters; p-values and intervals use t(15). Read the wild score", text, StringComparison.Ordinal);
        Assert.DoesNotContain("inefficiency", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_identified_at_the_boundary_prints_as_a_dash_with_a_note()
    {
        string text = Print(FitTables.Of(SampleFits.AtBoundary()));
        Assert.Contains("yes: maximum at the boundary σᵤ = 0", text, StringComparison.Ordinal);
        Assert.Contains("–: at the boundary σᵤ = 0, ln σ²ᵤ is −∞ and the other parameters of u are not identified.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞  ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_ridge_the_exponential_limit_stands_beside()
    {
        IReadOnlyList<ReportTable> tables = FitTables.Of(SampleFits.OnRidge());
        Assert.Equal(["fit", "coefficients", "natural-scale", "exponential-limit"], tables.Select(t => t.Key));
        string text = Writer.WriteToString(tables[3]);
        Assert.DoesNotContain("188", text, StringComparison.Ordinal);
        Assert.DoesNotContain("65796", text, StringComparison.Ordinal);
        Assert.Contains("ridge μ → −∞", text, StringComparison.Ordinal);
        Assert.Contains("0.240", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_ran_to_its_limit_is_told_from_the_ridges_of_the_truncated_normal()
    {
        FitResult fit = SampleFits.OnRidge() with { Law = "gamma", Limit = null, Warnings = [new FitWarning(WarningCatalog.ShapeRidge, "P → ∞")] };
        string text = Print(FitTables.Of(fit));
        Assert.Contains("no: ridge in the shape of a law", text, StringComparison.Ordinal);
        Assert.DoesNotContain("μ → −∞", text, StringComparison.Ordinal);
        string compared = Writer.WriteToString(CompareTables.Of([new ModelColumn("a", fit)]));
        Assert.Contains("ridge in a shape: no finite maximum", compared, StringComparison.Ordinal);
        Assert.DoesNotContain("μ → −∞", compared, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gamma", "normal", "V[u]/(V[u] + V[v]) = ")]
    [InlineData("exponential", "laplace", "V[u]/(V[u] + V[v]) = ")]
    [InlineData("exponential", "normal", "Under the exponential law")]
    [InlineData("half-normal", "normal", "σᵤ² before truncation")]
    public void The_note_on_gamma_says_what_sigma_is_under_the_law(string law, string noise, string says)
    {
        IReadOnlyList<string> notes = FitTables.NaturalScale(SampleFits.Frontier() with { Law = law, Noise = noise }).Notes;
        Assert.Contains(notes, n => n.Contains(says, StringComparison.Ordinal));
        Assert.Equal(law == "half-normal", notes.Any(n => n.Contains("before truncation", StringComparison.Ordinal)));
    }

    [Fact]
    public void Small_coefficients_get_the_decimals_their_errors_need_and_no_exponent()
    {
        var fit = SampleFits.Ols() with { Parameters = [SampleFits.Parameter("frontier", "gdp", 0.00000123, 0.00000045)] };
        string text = Writer.WriteToString(FitTables.Coefficients(fit));
        Assert.Contains("0.00000123  0.00000045", text, StringComparison.Ordinal);
        Assert.DoesNotContain("E-", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_get_full_precision()
    {
        string csv = new CsvTableWriter().WriteToString(FitTables.Coefficients(SampleFits.Frontier()));
        Assert.StartsWith("group,parameter,estimate,standard_error,statistic,p,low,high\r\nFrontier,Intercept,2,0.5,4,0.0001,1,3\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_depends_on_the_culture()
    {
        foreach (var fit in (Core.Estimation.FitResult[])[SampleFits.Ols(), SampleFits.Frontier(), SampleFits.AtBoundary(), SampleFits.OnRidge()])
            Assert.Equal(Print(FitTables.Of(fit)), Samples.InGerman(() => Print(FitTables.Of(fit))));
    }

    [Fact]
    public void Absorbed_effects_and_the_convention_stand_in_the_header()
    {
        string text = new TextTableWriter().WriteToString(FitTables.Header(SampleFits.Absorbed()));
        foreach (string part in new[]
        {
            "Absorbed effects: iso_o^year", "40 groups", "1,200 groups, 1 redundant; nested in the clusters", "4 groups, within iso_o^year: adds nothing", "at most 1,239",
            "fixest: K counts no effect that is nested in a cluster; K = 42", "A pseudo-likelihood",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("AIC ", text, StringComparison.Ordinal);
        Assert.Equal("Regressors", FitTables.Coefficients(SampleFits.Absorbed()).Rows[0].Group);
    }
}
