using System.Globalization;
using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Frontier.Steps;

/// <summary>The models as a user asks for them: fitted, saved and restored, with rows in any order, and options they do not have.</summary>
public sealed class StepRunnerTests
{
    public static TheoryData<string, string?> Models => new()
    {
        { "css", null }, { "lee-schmidt", null }, { "kumbhakar-heshmati", null }, { "kumbhakar-heshmati", "gls" }, { "gtre", "three-step" },
    };

    private static ModelRequest Request(string model, string? method) =>
        new() { Formula = "y ~ x1 + x2", Model = model, Method = method, Unit = ["id"], Time = "year" };

    private static TradePanel Panel(bool shuffled, string prefix = "p")
    {
        var random = new RandomSource(17);
        var lines = new List<string>();
        for (int unit = 0; unit < 50; unit++)
        {
            double effect = random.NextNormal() - Math.Abs(random.NextNormal());
            for (int year = 2001; year <= 2010; year++)
            {
                double x1 = random.NextNormal(), x2 = random.NextNormal();
                double y = 3 + x1 + 0.5 * x2 + (1 + 0.05 * (year - 2001)) * effect + 0.2 * random.NextNormal() - 0.4 * Math.Abs(random.NextNormal());
                if (random.NextUniform() > 0.15)
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"{prefix}{unit:00},{year},{y:R},{x1:R},{x2:R},{unit % 3}"));
            }
        }
        if (shuffled)
            lines = [.. lines.Select((line, i) => (line, Key: i * 7919 % 1009)).OrderBy(p => p.Key).Select(p => p.line)];
        return CsvPanelReader.Read(new MemoryStream(Encoding.UTF8.GetBytes("id,year,y,x1,x2,z\n" + string.Join('\n', lines))), "panel.csv");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Order_of_rows_and_names_of_units_do_not_matter(string model, string? method)
    {
        ModelFit fit = ModelRunner.Fit(Request(model, method), Panel(false), new FitOptions());
        ModelFit other = ModelRunner.Fit(Request(model, method), Panel(true, "another "), new FitOptions());
        for (int j = 0; j < fit.Result.Theta.Length; j++)
        {
            Assert.Equal(fit.Result.Theta[j], other.Result.Theta[j], 1e-10);
            Assert.Equal(fit.Result.Parameters[j].StandardError, other.Result.Parameters[j].StandardError, 1e-10);
        }
        var te = fit.Efficiency().Rows.ToDictionary(r => (r.Unit![^2..], r.Time), r => r);
        foreach (var row in other.Efficiency().Rows)
        {
            Assert.Equal(te[(row.Unit![^2..], row.Time)].Te, row.Te, 1e-9);
            Assert.Equal(te[(row.Unit![^2..], row.Time)].TeLow, row.TeLow, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_restored_fit_has_the_same_efficiencies(string model, string? method)
    {
        TradePanel panel = Panel(false);
        ModelFit fit = ModelRunner.Fit(Request(model, method), panel, new FitOptions());
        ModelFit restored = ModelRunner.Restore(Request(model, method), panel, fit.Result);
        Assert.Equal(fit.Efficiency().Rows.Select(r => r.Te), restored.Efficiency().Rows.Select(r => r.Te));
        Assert.Equal(
            "other-columns",
            Assert.Throws<DataUnfitException>(() => ModelRunner.Restore(Request(model, method) with { Formula = "y ~ x1" }, panel, fit.Result)).Code);
        var potential = fit.Potential(new Core.Potential.PotentialOptions { Draws = 50 });
        Assert.Equal(fit.Design.RowCount, potential.Rows.Count);
    }

    [Fact]
    public void Determinants_enter_the_steps_that_have_them()
    {
        TradePanel panel = Panel(false);
        ModelFit fit = ModelRunner.Fit(Request("gtre", null) with { SigmaU = "x2", SigmaU0 = "i(z)" }, panel, new FitOptions());
        Assert.Contains(fit.Result.Parameters, p => p is { Block: "inefficiency-variance", Name: "x2" });
        Assert.Equal(3, fit.Result.Parameters.Count(p => p.Block == "persistent-variance"));
    }

    [Theory]
    [InlineData("css", "sigma-u")]
    [InlineData("lee-schmidt", "law")]
    [InlineData("kumbhakar-heshmati", "sigma-u0")]
    [InlineData("gtre", "mean-u")]
    public void What_a_model_does_not_read_is_refused(string model, string option)
    {
        ModelRequest request = Request(model, null);
        request = option switch
        {
            "sigma-u" => request with { SigmaU = "x1" },
            "law" => request with { Law = "exponential" },
            "sigma-u0" => request with { SigmaU0 = "x1" },
            _ => request with { MeanU = "x1" },
        };
        Assert.Equal("no-such-index", Assert.Throws<UsageException>(() => ModelRunner.Check(request)).Code);
        Assert.Equal("unknown-method", Assert.Throws<UsageException>(() => ModelRunner.Check(Request("kumbhakar-heshmati", "between"))).Code);
        Assert.Equal("unknown-method", Assert.Throws<UsageException>(() => ModelRunner.Check(Request("gtre", "two-step"))).Code);
    }
}
