using System.Globalization;

namespace Gravity.Core.Data;

/// <summary>The countries and pairs of one period of a country-pair panel.</summary>
/// <param name="Label">The period for messages, empty in a cross-section.</param>
/// <param name="Countries">All exporters and importers of the period.</param>
/// <param name="Masses">Mass of each country.</param>
/// <param name="Rows">Rows of the panel, each with its exporter and importer.</param>
internal sealed record PairPeriod(string Label, IReadOnlyList<string> Countries, double[] Masses, IReadOnlyList<(int Row, int Exporter, int Importer)> Rows)
{
    // Masses of one country that were typed twice agree to this share.
    private const double MassTolerance = 1e-9;

    public static List<PairPeriod> Cut(TradePanel panel, PairColumns pair)
    {
        PanelColumn exporter = panel[pair.Exporter], importer = panel[pair.Importer];
        double[] exporterMass = panel.Numbers(pair.ExporterMass).Values, importerMass = panel.Numbers(pair.ImporterMass).Values;
        MultilateralResistance.RequirePositive(panel, pair.ExporterMass, exporterMass);
        MultilateralResistance.RequirePositive(panel, pair.ImporterMass, importerMass);
        PanelColumn? time = pair.Time is null ? null : panel[pair.Time];
        foreach (PanelColumn column in new[] { exporter, importer, time }.OfType<PanelColumn>())
        {
            int[] missing = [.. Enumerable.Range(0, panel.RowCount).Where(column.IsMissing).Select(panel.SourceRow)];
            if (missing.Length > 0)
            {
                throw new DataUnfitException("missing-value",
                    $"column '{column.Name}' is missing in {RowList.Text(missing)}: every row needs its pair and period", missing);
            }
        }
        return
        [
            .. Enumerable.Range(0, panel.RowCount)
                .GroupBy(row => time?.TextAt(row) ?? "", StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Read(panel, g.Key, [.. g], exporter, importer, exporterMass, importerMass)),
        ];
    }

    /// <summary>Refuses a period in which an ordered pair of different countries is lacking, or only some countries trade with themselves.</summary>
    public void RequireAllPairs(TradePanel panel)
    {
        int n = Countries.Count;
        HashSet<(int, int)> present = [.. Rows.Select(r => (r.Exporter, r.Importer))];
        int own = Enumerable.Range(0, n).Count(i => present.Contains((i, i)));
        var lacking = new List<string>();
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if ((i != j || own > 0) && !present.Contains((i, j)))
                    lacking.Add($"{Countries[i]}→{Countries[j]}");
        if (lacking.Count == 0)
            return;
        throw new DataUnfitException("incomplete-pairs", string.Create(CultureInfo.InvariantCulture,
            $"{panel.SourceName} lacks {RowList.Count(lacking.Count, "pair")} of {n} countries{InPeriod(Label)} ({RowList.Examples(lacking)}): ")
            + "the world average needs every ordered pair" + (own > 0 ? ", and pairs of a country with itself for all countries or none" : "")
            + "; zero flows must be rows too");
    }

    private static string InPeriod(string label) => label.Length > 0 ? $" in {label}" : "";

    private static PairPeriod Read(
        TradePanel panel, string label, int[] rows, PanelColumn exporter, PanelColumn importer, double[] exporterMass, double[] importerMass)
    {
        string[] countries =
        [
            .. rows.Select(r => exporter.TextAt(r)!).Concat(rows.Select(r => importer.TextAt(r)!))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        Dictionary<string, int> code = countries.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i, StringComparer.Ordinal);
        var masses = new double[countries.Length];
        var seen = new Dictionary<(int, int), int>();
        var pairs = new List<(int Row, int Exporter, int Importer)>();
        foreach (int row in rows)
        {
            int i = code[exporter.TextAt(row)!], j = code[importer.TextAt(row)!];
            if (!seen.TryAdd((i, j), row))
            {
                int[] both = [panel.SourceRow(seen[(i, j)]), panel.SourceRow(row)];
                throw new DataUnfitException("duplicate-rows",
                    $"{panel.SourceName} has the pair {countries[i]}→{countries[j]} twice{InPeriod(label)} ({RowList.Text(both)}): "
                    + "keep one row each", both);
            }
            SetMass(i, exporterMass[row], row);
            SetMass(j, importerMass[row], row);
            pairs.Add((row, i, j));
        }
        return new PairPeriod(label, countries, masses, pairs);

        void SetMass(int country, double mass, int row)
        {
            if (masses[country] == 0)
                masses[country] = mass;
            else if (Math.Abs(masses[country] - mass) > MassTolerance * mass)
            {
                throw new DataUnfitException("mass-differs", string.Create(CultureInfo.InvariantCulture,
                    $"row {panel.SourceRow(row)} of {panel.SourceName} gives {countries[country]} the mass {NumberText.Of(mass)}{InPeriod(label)}, ")
                    + $"an earlier row {NumberText.Of(masses[country])}: a country has one mass a period",
                    [panel.SourceRow(row)]);
            }
        }
    }
}
