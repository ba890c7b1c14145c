using System.Globalization;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Studies;

namespace Gravity.Reporting.Html;

/// <summary>Sums up a study in sentences that claim no more than its intervals allow.</summary>
internal sealed class ReportAbstract(StudyResult study, ReportLabels labels)
{
    // Of the upper over the lower end of the total's interval: beyond, a reader must not take the total for a number.
    private const double Wide = 1.5;
    private const double Size = 0.05;

    private readonly Words words = labels.Words;
    private readonly FitResult fit = study.HeadlineFit.Result;

    /// <summary>The sentences.</summary>
    public IReadOnlyList<string> Sentences()
    {
        var said = new List<string> { Opening() };
        if (!study.HeadlineFit.Converged)
        {
            said.Add(Say("failed", ("name", study.Headline)));
            return said;
        }

        if (study.Efficiency is null) return said;
        said.AddRange([.. Test(), .. Efficiency(), .. Potential(), .. First(), .. Time(), .. Distance(), .. Law(), .. Determinants(), .. Robustness()]);
        return said;
    }

    /// <summary>The abstract as one paragraph.</summary>
    public string Paragraph() => Join(words, Sentences());

    /// <summary>Sentences as a paragraph; Chinese sets no space between them.</summary>
    public static string Join(Words words, IEnumerable<string> sentences) => string.Join(words.Language == "zh" ? "" : " ", sentences);

    /// <summary>The figures at the top of the page: what, how much, how sure.</summary>
    public IEnumerable<(string Name, string Figure, string More)> Figures()
    {
        yield return (words["html.figures.sample"], Whole(fit.Observations), Units() is { } units ? Joined(units, Span()) : Span() ?? "");
        if (study.Efficiency is not { } efficiency || !study.HeadlineFit.Converged) yield break;
        string range = efficiency.Units.Count > 1
            ? words.Say("html.figures.range", ("low", ReportNumbers.Share(efficiency.Units.Min(u => u.Mean))), ("high", ReportNumbers.Share(efficiency.Units.Max(u => u.Mean))), ("unit", Unit()))
            : "";
        yield return (words["html.figures.efficiency"], ReportNumbers.Share(efficiency.Mean), range);
        if (study.Potential is { Side: FrontierSide.Production } potential && Total(potential) is { } total)
        {
            yield return (
                words["html.figures.room"], ReportNumbers.Percent(total.Expected.Value / total.Actual - 1) + "%",
                words.Say("html.figures.interval", ("level", Level(potential.Level)), ("low", ReportNumbers.Percent(total.Room.Low)), ("high", ReportNumbers.Percent(total.Room.High))));
        }

        if (fit.InefficiencyTest is { } test && !double.IsNaN(test.P))
            yield return (words["html.figures.test"], "LR " + ReportNumbers.Text(test.Statistic), words.Say("html.figures.p", ("p", ReportNumbers.P(test.P))));
    }

    /// <summary>The model in words.</summary>
    public static string Model(FitResult fit, Words words)
    {
        string key = "html.model." + fit.Model;
        return words.Has(key) ? words[key] : words.Say("html.model.other", ("model", fit.Model));
    }

    /// <summary>The law of u in words; its key where the language has none.</summary>
    public static string LawName(string law, Words words)
    {
        string key = "html.law." + law;
        return words.Has(key) ? words[key] : law;
    }

    private string Opening() => fit.Law is { } law
        ? fit.Noise is { } noise && words.Has("html.noise." + noise)
            ? Say(
                "frontier-noise", ("flow", Flow()), ("model", Model(fit, words)), ("law", LawName(law, words)), ("noise", words["html.noise." + noise]), ("sample", Sample()))
            : Say("frontier", ("flow", Flow()), ("model", Model(fit, words)), ("law", LawName(law, words)), ("sample", Sample()))
        : Say(study.Efficiency is null ? "regression" : "frontier-without-law", ("flow", Flow()), ("model", Model(fit, words)), ("sample", Sample()));

    private IEnumerable<string> Test()
    {
        if (fit.InefficiencyTest is not { } test || double.IsNaN(test.P)) yield break;
        yield return Say(
            test.P < Size ? "inefficiency-found" : "inefficiency-not-found", ("statistic", ReportNumbers.Text(test.Statistic)),
            ("first", test.Restrictions - 1), ("second", test.Restrictions), ("p", ReportNumbers.P(test.P)));
    }

    private IEnumerable<string> Efficiency()
    {
        EfficiencyResult efficiency = study.Efficiency!;
        UnitEfficiency[] units = [.. efficiency.Units.Where(u => double.IsFinite(u.Mean))];
        if (units.Length < 2)
        {
            yield return Say("efficiency", ("mean", ReportNumbers.Share(efficiency.Mean)));
            yield break;
        }

        UnitEfficiency best = units.MaxBy(u => u.Mean)!, worst = units.MinBy(u => u.Mean)!;
        (double Low, double High) Limits(UnitEfficiency unit)
        {
            EfficiencyRow[] rows = [.. efficiency.Rows.Where(r => r.Unit == unit.Unit)];
            return (rows.Average(r => r.TeLow), rows.Average(r => r.TeHigh));
        }

        ((double Low, double High) top, (double Low, double High) bottom) = (Limits(best), Limits(worst));
        yield return Say(
            "efficiency-range", ("mean", ReportNumbers.Share(efficiency.Mean)), ("unit", Unit()), ("level", Level(efficiency.Level)),
            ("worst", labels.Unit(worst.Unit)), ("low", ReportNumbers.Share(worst.Mean)), ("lowFrom", ReportNumbers.Share(bottom.Low)), ("lowTo", ReportNumbers.Share(bottom.High)),
            ("best", labels.Unit(best.Unit)), ("high", ReportNumbers.Share(best.Mean)), ("highFrom", ReportNumbers.Share(top.Low)), ("highTo", ReportNumbers.Share(top.High)));
        if (!(bottom.High < top.Low)) yield return Say("overlap");
    }

    private IEnumerable<string> Potential()
    {
        if (study.Potential is not { } potential || Total(potential) is not { } total || !double.IsFinite(total.Expected.Value)) yield break;
        string measure = labels.FlowMeasure is { } m ? " " + m : "";
        string key = potential.Side == FrontierSide.Cost ? "least-cost" : "potential";
        yield return Say(
            key, ("flow", FlowInside()), ("actual", ReportNumbers.Text(total.Actual) + measure), ("expected", ReportNumbers.Text(total.Expected.Value) + measure),
            ("room", ReportNumbers.Percent(Math.Abs(total.Expected.Value / total.Actual - 1))), ("level", Level(potential.Level)),
            ("low", ReportNumbers.Percent(total.Room.Low)), ("high", ReportNumbers.Percent(total.Room.High)));
        double factor = total.Expected.High / total.Expected.Low;
        if (factor >= Wide) yield return Say("potential-wide", ("factor", factor.ToString("F1", CultureInfo.InvariantCulture)));
    }

    private IEnumerable<string> First()
    {
        if (study.Potential is not { Side: FrontierSide.Production } potential || PotentialTables.UnitTotals(potential) is not { Groups.Count: > 2 } units) yield break;
        PotentialTotal first = units.Groups.MaxBy(g => g.FirstProbability)!;
        if (!double.IsFinite(first.FirstProbability)) yield break;
        yield return Say(
            first.FirstProbability >= 0.5 ? "first" : "first-open", ("name", labels.Unit(first.Key)), ("p", ReportNumbers.Share(first.FirstProbability)), ("unit", Unit()));
    }

    private IEnumerable<string> Time()
    {
        Finding? sign = Found("eta-sign-changes"), test = Found("time-invariance-not-rejected") ?? Found("time-invariance-rejected");
        if (sign is not null)
        {
            double error = fit.Derived.FirstOrDefault(d => d.Name == "eta")?.StandardError ?? double.NaN;
            yield return Say("eta-open", ("eta", ReportNumbers.Text(sign.Values["eta"])), ("error", ReportNumbers.Text(error)), ("without", ReportNumbers.Text(sign.Values["without"])));
        }
        else if (test is not null)
        {
            string key = test.Code == "time-invariance-not-rejected" ? "eta-none" : test.Values["eta"] > 0 ? "eta-rises" : "eta-falls";
            yield return Say(
                key, ("eta", ReportNumbers.Text(test.Values["eta"])), ("statistic", ReportNumbers.Text(test.Values["statistic"])), ("p", ReportNumbers.P(test.Values["p"])));
        }
    }

    private IEnumerable<string> Distance()
    {
        if (Found("distance-weakly-identified") is { } weak)
            yield return Say("distance", ("level", fit.Level.ToString("0.##", CultureInfo.InvariantCulture)), ("low", ReportNumbers.Text(weak.Values["low"])), ("high", ReportNumbers.Text(weak.Values["high"])));
    }

    private IEnumerable<string> Law()
    {
        if (Found("law-efficiencies") is { } law)
        {
            yield return Say(
                "law", ("half", ReportNumbers.Share(law.Values["halfNormal"])), ("exponential", ReportNumbers.Share(law.Values["exponential"])),
                ("rank", ReportNumbers.Share(law.Values["rankCorrelation"])));
        }
    }

    private IEnumerable<string> Determinants()
    {
        if ((Found("determinants-matter") ?? Found("determinants-do-not-matter")) is not { } joint || study.MarginalEffects.Count == 0) yield break;
        StudyMarginalEffects effects = study.MarginalEffects[0];
        if (!study.Models.First(m => m.Name == effects.Model).Converged) yield break;
        yield return Say(
            joint.Code == "determinants-matter" ? "determinants" : "no-determinants", ("model", effects.Model), ("statistic", ReportNumbers.Text(joint.Values["statistic"])),
            ("p", ReportNumbers.P(joint.Values["p"])));
        // By the tests of the coefficients, which the table of estimates and that of signs show; a marginal effect of its own error may disagree.
        HashSet<string> told =
        [
            .. study.Models.First(m => m.Name == effects.Model).Result.Parameters
                .Where(p => p.Block is BlockNames.InefficiencyMean or BlockNames.InefficiencyVariance && p.P < 0.05).Select(p => p.Name),
        ];
        string[] single =
        [
            .. effects.Effects.Where(e => told.Contains(e.Name))
                .Select(e => Say(e.AverageOnMean < 0 ? "less" : "more", ("name", labels.Term(e.Name)))),
        ];
        yield return single.Length == 0 ? Say("no-single") : Say("single", ("names", single));
    }

    private IEnumerable<string> Robustness()
    {
        double[] means = [.. study.Robustness.Where(r => r.Converged).Select(r => r.Result.MeanEfficiency).OfType<double>().Where(double.IsFinite)];
        if (means.Length > 1)
            yield return Say("robust", ("count", means.Length), ("low", ReportNumbers.Share(means.Min())), ("high", ReportNumbers.Share(means.Max())));
    }

    private static PotentialTotal? Total(PotentialResult potential) => PotentialTables.OverallTotal(potential)?.Groups[0];

    private Finding? Found(string code) => study.Findings.FirstOrDefault(f => f.Code == code);

    private string Flow() => labels.Term(fit.Response);

    private string FlowInside()
    {
        string flow = study.HeadlineFit.Fit.Design.FlowColumn is { } column ? labels.Column(column) : Flow();
        // Exports → exports; GDP and ln … stay.
        return words.Language == "en" && flow.Length > 1 && char.IsAsciiLetterUpper(flow[0]) && char.IsAsciiLetterLower(flow[1]) ? char.ToLowerInvariant(flow[0]) + flow[1..] : flow;
    }

    private string Sample()
    {
        string rows = words.Count(fit.Observations, "row");
        string? units = Units(), span = Span();
        return units is null ? Joined(rows, span) : Joined(words.Say("html.sample.units", ("rows", rows), ("units", units)), span);
    }

    private string? Units() => fit.Units is { } units ? words.Say(Pairs ? "html.sample.pairs" : "html.sample.partners", ("count", units)) : null;

    private string Unit() => words[Pairs ? "html.unit.pair" : "html.unit.partner"];

    private bool Pairs => study.HeadlineFit.Fit.Design.Units?.Names.Any(n => n.Contains('→', StringComparison.Ordinal)) == true;

    private string? Span() => StudyWords.Span(study.HeadlineFit.Fit.Design.Units?.PeriodOfRow ?? []);

    private string Joined(string text, string? span) => span is null ? text : text + words["html.comma"] + span;

    private static string Whole(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Level(double level) => (100 * level).ToString("0.##", CultureInfo.InvariantCulture);

    private string Say(string key, params ReadOnlySpan<(string Name, object Value)> values) => words.Say("html.abstract." + key, values);
}
