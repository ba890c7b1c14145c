using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Reference;

/// <summary>One coefficient of chapter 1 of the Advanced Guide to Trade Policy Analysis (Yotov, Piermartini, Monteiro and Larch 2016), computed with fixest.</summary>
/// <param name="Table">Table and column, e.g. <c>T1c3_OLS_FE</c>.</param>
/// <param name="Term">Name in the file.</param>
/// <param name="Coefficient">All digits.</param>
/// <param name="Errors">By our small-sample conventions.</param>
/// <param name="Observations">Rows used.</param>
/// <param name="Printed">Coefficient and error as printed; null where the page prints none.</param>
public sealed record GuideCoefficient(
    string Table, string Term, double Coefficient, IReadOnlyDictionary<string, double> Errors, int Observations, (double Coefficient, double Error)? Printed);

/// <summary>Tables 1 to 3 of the guide's first chapter: 69 countries, every fourth year from 1986 to 2006.</summary>
internal static class AdvancedGuide
{
    private const string Effects = "exporter^year + importer^year";

    private static readonly string Distances = string.Join(" + ", Years().Select(y => $"ld{y}"));

    private static readonly ConcurrentDictionary<(string, string), ModelFit> Fits = new();

    private static readonly Lazy<TradePanel> LazyPanel = new(Build);

    /// <summary>Regressors, effects, model and rows of each column.</summary>
    private static readonly Dictionary<string, (string Terms, string? Absorb, string Model, string Where)> Columns = new(StringComparer.Ordinal)
    {
        ["T1c1_OLS"] = ("ldist + cntg + lang + clny + ln(y) + ln(e)", null, "ols", "smctry == 0 && trade > 0"),
        ["T1c2_OLS_remoteness"] = ("ldist + cntg + lang + clny + ln(y) + ln(e) + ln(rem_exp) + ln(rem_imp)", null, "ols", "smctry == 0 && trade > 0"),
        ["T1c3_OLS_FE"] = ("ldist + cntg + lang + clny", Effects, "ols", "smctry == 0 && trade > 0"),
        ["T1c4_PPML_FE"] = ("ldist + cntg + lang + clny", Effects, "ppml", "smctry == 0"),
        ["T2c1_OLS"] = ($"{Distances} + cntg + lang + clny", Effects, "ols", "smctry == 0 && trade > 0"),
        ["T2c2_PPML"] = ($"{Distances} + cntg + lang + clny", Effects, "ppml", "smctry == 0"),
        ["T2c3_PPML_intra"] = ($"{Distances} + cntg + lang + clny + ldint", Effects, "ppml", "year > 0"),
        ["T2c4_PPML_border"] = ($"{Distances} + cntg + lang + clny + ldint + smctry", Effects, "ppml", "year > 0"),
        ["T2c5_PPML_intraFE"] = ($"{Distances} + cntg + lang + clny", Effects + " + own", "ppml", "year > 0"),
        ["T3c1_OLS"] = ("ldist + cntg + lang + clny + rta", Effects, "ols", "smctry == 0 && trade > 0"),
        ["T3c2_PPML"] = ("ldist + cntg + lang + clny + rta", Effects, "ppml", "smctry == 0"),
        ["T3c3_PPML_intra"] = ("ldist + cntg + lang + clny + rta", Effects + " + smctry", "ppml", "year > 0"),
        ["T3c3b_PPML_intra_ctryborder"] = ("ldist + cntg + lang + clny + rta", Effects + " + own", "ppml", "year > 0"),
        ["T3c4_PPML_pairFE"] = ("rta", Effects + " + link", "ppml", "year > 0"),
        ["T3c5_PPML_lead"] = ("rta + rta_lead4", Effects + " + link", "ppml", "year > 0"),
        ["T3c6_PPML_lags"] = ("rta + rta_lag4 + rta_lag8 + rta_lag12", Effects + " + link", "ppml", "year > 0"),
        ["T3c7_PPML_glob"] = (
            $"rta + rta_lag4 + rta_lag8 + rta_lag12 + {string.Join(" + ", Years().SkipLast(1).Select(y => $"ib{y}"))}", Effects + " + link", "ppml", "year > 0"),
    };

    /// <summary>The columns of the three tables.</summary>
    public static IEnumerable<string> Tables => Columns.Keys;

    /// <summary>The stored coefficients of a column.</summary>
    public static IReadOnlyList<GuideCoefficient> Coefficients(string table)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ReferenceFolder.RequireExternal(), "gravity", "agtpa_replication.json")));
        return
        [
            .. document.RootElement.GetProperty("coefficients").EnumerateArray().Where(c => c.GetProperty("id").GetString() == table).Select(c => new GuideCoefficient(
                table,
                c.GetProperty("term").GetString()!.Replace("log(", "ln(", StringComparison.Ordinal),
                c.GetProperty("r_coef").GetDouble(),
                new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    // Its "regress with dummies" takes fixest's K of all effects, which misses redundant ones.
                    ["fixest"] = c.GetProperty("se_default").GetDouble(), ["fixest-full"] = c.GetProperty("se_stata_regress_dummies").GetDouble(),
                    ["stata-ppmlhdfe"] = c.GetProperty("se_stata_ppml_G_over_Gm1").GetDouble(), ["none"] = c.GetProperty("se_raw").GetDouble(),
                },
                c.GetProperty("nobs").GetInt32(),
                c.GetProperty("ref_coef") is { ValueKind: JsonValueKind.Number } printed ? (printed.GetDouble(), c.GetProperty("ref_se").GetDouble()) : null)),
        ];
    }

    /// <summary>Our request for a column, with errors clustered by pair in both directions.</summary>
    public static ModelRequest Request(string table, string convention)
    {
        (string terms, string? absorb, string model, string where) = Columns[table];
        return new ModelRequest
        {
            Formula = $"{(model == "ols" ? "ln(trade)" : "trade")} ~ {terms}",
            Model = model,
            Absorb = absorb,
            Where = where,
            Vce = "cluster:pair(exporter, importer)",
            SmallSample = convention,
        };
    }

    /// <summary>Our fit of a column.</summary>
    public static ModelFit Fit(string table, string convention) => Fits.GetOrAdd((table, convention), _ => ModelRunner.Fit(Request(table, convention), Panel, new FitOptions { Threads = 1 }));

    /// <summary>The rows of the guide's years with the variables of its do-files.</summary>
    public static TradePanel Panel => LazyPanel.Value;

    private static IEnumerable<string> Years() => new[] { 1986, 1990, 1994, 1998, 2002, 2006 }.Select(y => y.ToString(CultureInfo.InvariantCulture));

    private static TradePanel Build()
    {
        TradePanel all = CsvPanelReader.ReadFile(Path.Combine(ReferenceFolder.RequireExternal(), "gravity", "data", "agtpa_applications.csv"));
        TradePanel panel = all.Where("year in (1986, 1990, 1994, 1998, 2002, 2006)");
        int rows = panel.RowCount;
        string[] from = [.. Enumerable.Range(0, rows).Select(i => panel["exporter"].TextAt(i)!)], to = [.. Enumerable.Range(0, rows).Select(i => panel["importer"].TextAt(i)!)];
        double[] year = panel.Numbers("year").Values, trade = panel.Numbers("trade").Values, dist = panel.Numbers("dist").Values;
        Dictionary<(string, double), double> output = [], expenditure = [], remoteFrom = [], remoteTo = [];
        Dictionary<double, double> world = [];
        for (int i = 0; i < rows; i++)
        {
            Add(output, (from[i], year[i]), trade[i]);
            Add(expenditure, (to[i], year[i]), trade[i]);
            Add(world, year[i], trade[i]);
        }
        // Distances weighted by the inverse shares of the partners in the world.
        for (int i = 0; i < rows; i++)
        {
            Add(remoteFrom, (from[i], year[i]), dist[i] / (expenditure[(to[i], year[i])] / world[year[i]]));
            Add(remoteTo, (to[i], year[i]), dist[i] / (output[(from[i], year[i])] / world[year[i]]));
        }
        bool[] own = [.. Enumerable.Range(0, rows).Select(i => from[i] == to[i])];
        NumberColumn Number(string name, Func<int, double> value) => new(name, [.. Enumerable.Range(0, rows).Select(value)]);
        foreach (NumberColumn column in (NumberColumn[])
        [
            Number("y", i => output[(from[i], year[i])]), Number("e", i => expenditure[(to[i], year[i])]),
            Number("rem_exp", i => remoteFrom[(from[i], year[i])]), Number("rem_imp", i => remoteTo[(to[i], year[i])]),
            Number("ldist", i => Math.Log(dist[i])), Number("smctry", i => own[i] ? 1 : 0), Number("ldint", i => own[i] ? Math.Log(dist[i]) : 0),
            .. Years().Select(y => Number("ld" + y, i => !own[i] && year[i] == double.Parse(y, CultureInfo.InvariantCulture) ? Math.Log(dist[i]) : 0)),
            .. Years().Select(y => Number("ib" + y, i => !own[i] && year[i] == double.Parse(y, CultureInfo.InvariantCulture) ? 1 : 0)),
        ])
        {
            panel = panel.WithColumn(column);
        }
        // The do-files put every country's trade with itself into one group; the effects of exporters and importers leave its own no more.
        panel = panel.WithColumn(new TextColumn("link", [.. Enumerable.Range(0, rows).Select(
            i => own[i] ? "home" : string.CompareOrdinal(from[i], to[i]) < 0 ? $"{from[i]}-{to[i]}" : $"{to[i]}-{from[i]}")]));
        return panel.WithColumn(new TextColumn("own", [.. Enumerable.Range(0, rows).Select(i => own[i] ? from[i] : "abroad")]));
    }

    private static void Add<T>(Dictionary<T, double> sums, T key, double value)
        where T : notnull => sums[key] = sums.GetValueOrDefault(key) + value;
}
