using System.Globalization;

namespace Gravity.Core.Data;

/// <summary>The home economy of a panel whose units are its partners.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="MassColumn">The column of its mass (e.g. its GDP), the same in all rows of a period.</param>
public sealed record HomeEconomy(double Latitude, double Longitude, string MassColumn);

/// <summary>The columns that describe a country-pair panel.</summary>
/// <param name="Exporter">Exporting country.</param>
/// <param name="Importer">Importing country.</param>
/// <param name="ExporterMass">The exporter's mass, e.g. GDP.</param>
/// <param name="ImporterMass">The importer's mass.</param>
/// <param name="Time">The period; null for a cross-section.</param>
public sealed record PairColumns(string Exporter, string Importer, string ExporterMass, string ImporterMass, string? Time);

/// <summary>Derived columns that stand for multilateral resistance where fixed effects cannot.</summary>
/// <remarks>
/// Anderson and van Wincoop (2003, American Economic Review 93, 170–192) show that trade depends on distance relative to the average
/// distance to all partners. The measures here approximate that average; where the data allow it, exporter-period and importer-period
/// fixed effects are the better choice.
/// </remarks>
public static class MultilateralResistance
{
    /// <summary>Remoteness of each partner j of a home economy: Σ_k (mass_kt / Σ_k mass_kt)·dist_jk over the other partners k of the period.</summary>
    /// <remarks>
    /// As in Wei (1996, NBER working paper 5531) with great-circle distances in km. The weights sum to one over the partners k ≠ j present
    /// in period t, and the home economy when it is given.
    /// </remarks>
    /// <param name="panel">Indexed by partner and time.</param>
    /// <param name="latitude">Column of degrees north.</param>
    /// <param name="longitude">Column of degrees east.</param>
    /// <param name="mass">Column of masses, &gt; 0.</param>
    /// <param name="home">The home economy, to be counted as one more partner; null to leave it out.</param>
    /// <param name="name">Name of the new column.</param>
    /// <exception cref="UsageException"><c>needs-index</c>, <c>unknown-column</c>.</exception>
    /// <exception cref="DataUnfitException">
    /// <c>mass-not-positive</c>, <c>missing-coordinates</c>, <c>mass-differs</c>, <c>too-few-partners</c>, with rows.
    /// </exception>
    public static NumberColumn Remoteness(
        TradePanel panel, string latitude, string longitude, string mass, HomeEconomy? home = null, string name = "remoteness")
    {
        if (panel.Index?.PeriodOfRow is not { } periods)
        {
            throw new UsageException("needs-index",
                "remoteness is computed period by period: name the columns of the unit and the time (--unit, --time)");
        }
        double[] north = panel.Numbers(latitude).Values, east = panel.Numbers(longitude).Values, masses = panel.Numbers(mass).Values;
        RequirePositive(panel, mass, masses);
        RequireCoordinates(panel, latitude, north, 90);
        RequireCoordinates(panel, longitude, east, 360);
        double[]? homeMasses = home is null ? null : panel.Numbers(home.MassColumn).Values;
        if (home is not null)
            RequirePositive(panel, home.MassColumn, homeMasses!);

        var result = new double[panel.RowCount];
        foreach (IGrouping<int, int> period in panel.Index.Order.GroupBy(row => periods[row]))
        {
            int[] rows = [.. period];
            if (home is not null)
                RequireSame(panel, home.MassColumn, homeMasses!, rows);
            foreach (int j in rows)
            {
                double weight = home is null ? 0 : homeMasses![j];
                double sum = home is null ? 0 : weight * GreatCircle.Distance(north[j], east[j], home.Latitude, home.Longitude);
                foreach (int k in rows)
                {
                    if (k == j)
                        continue;
                    weight += masses[k];
                    sum += masses[k] * GreatCircle.Distance(north[j], east[j], north[k], east[k]);
                }
                if (weight == 0)
                {
                    throw new DataUnfitException("too-few-partners", string.Create(CultureInfo.InvariantCulture,
                        $"period {period.Key} has one partner only (row {panel.SourceRow(j)}), so its remoteness is not defined: ")
                        + "add partners or the home economy",
                        [panel.SourceRow(j)]);
                }
                result[j] = sum / weight;
            }
        }
        return new NumberColumn(name, result);
    }

    /// <summary>Remoteness of exporter and importer in a country-pair panel, weighted by the partners' masses.</summary>
    /// <remarks>
    /// Exporter i: Σ_j (Y_jt / Σ_j Y_jt)·dist_ij over its importers j ≠ i of the period; importer j: Σ_i (Y_it / Σ_i Y_it)·dist_ij over its
    /// exporters i ≠ j. Wei (1996); Head and Mayer (2014, Handbook of International Economics 4, chapter 3) discuss its limits.
    /// </remarks>
    /// <param name="panel">A panel of pairs.</param>
    /// <param name="pair">Its columns.</param>
    /// <param name="distance">The bilateral distance, not in logs.</param>
    /// <exception cref="DataUnfitException">
    /// <c>mass-not-positive</c>, <c>missing-value</c>, <c>duplicate-rows</c>, <c>mass-differs</c>, <c>too-few-partners</c>, with rows.
    /// </exception>
    public static (NumberColumn Exporter, NumberColumn Importer) PairRemoteness(TradePanel panel, PairColumns pair, string distance)
    {
        double[] values = panel.Numbers(distance).Values;
        RequirePresent(panel, distance, values);
        var exporter = new double[panel.RowCount];
        var importer = new double[panel.RowCount];
        foreach (PairPeriod period in PairPeriod.Cut(panel, pair))
        {
            int n = period.Countries.Count;
            double[] outSum = new double[n], outWeight = new double[n], inSum = new double[n], inWeight = new double[n];
            foreach ((int row, int i, int j) in period.Rows)
            {
                if (i == j)
                    continue;
                outSum[i] += period.Masses[j] * values[row];
                outWeight[i] += period.Masses[j];
                inSum[j] += period.Masses[i] * values[row];
                inWeight[j] += period.Masses[i];
            }
            foreach ((int row, int i, int j) in period.Rows)
            {
                if (outWeight[i] == 0 || inWeight[j] == 0)
                {
                    throw new DataUnfitException("too-few-partners", string.Create(CultureInfo.InvariantCulture,
                        $"row {panel.SourceRow(row)} ({period.Countries[i]}→{period.Countries[j]}) has no partner abroad in its period: ")
                        + "remoteness needs at least one", [panel.SourceRow(row)]);
                }
                exporter[row] = outSum[i] / outWeight[i];
                importer[row] = inSum[j] / inWeight[j];
            }
        }
        return (new NumberColumn("remoteness_exporter", exporter), new NumberColumn("remoteness_importer", importer));
    }

    /// <summary>The first-order multilateral resistance of a bilateral variable, and the variable net of it.</summary>
    /// <remarks>
    /// Baier and Bergstrand (2009, Journal of International Economics 77, 77–85), shares of mass as weights:
    /// MR x_ij = Σ_k θ_k x_ik + Σ_m θ_m x_mj − Σ_k Σ_m θ_k θ_m x_km, θ the countries' shares in total mass of the period.
    /// Pairs of a country with itself enter where the panel has them; where it has none, they contribute 0, as for a variable that is zero at
    /// home. Then the shares of the remaining pairs sum to less than one.
    /// </remarks>
    /// <param name="panel">A panel of pairs that has every ordered pair of the countries of a period.</param>
    /// <param name="pair">Its columns.</param>
    /// <param name="variable">The variable, e.g. <c>ln_dist</c> or <c>contig</c>.</param>
    /// <returns>MR x and x − MR x.</returns>
    /// <exception cref="DataUnfitException">
    /// <c>incomplete-pairs</c>: pairs of a period are lacking, with examples; <c>mass-not-positive</c>, <c>missing-value</c>,
    /// <c>duplicate-rows</c>, <c>mass-differs</c>, with rows.
    /// </exception>
    public static (NumberColumn Resistance, NumberColumn Adjusted) FirstOrder(TradePanel panel, PairColumns pair, string variable)
    {
        double[] values = panel.Numbers(variable).Values;
        RequirePresent(panel, variable, values);
        var resistance = new double[panel.RowCount];
        var adjusted = new double[panel.RowCount];
        foreach (PairPeriod period in PairPeriod.Cut(panel, pair))
        {
            period.RequireAllPairs(panel);
            int n = period.Countries.Count;
            double total = period.Masses.Sum();
            double[] share = [.. period.Masses.Select(m => m / total)];
            double[] ofExporter = new double[n], ofImporter = new double[n];
            foreach ((int row, int i, int j) in period.Rows)
            {
                ofExporter[i] += share[j] * values[row];
                ofImporter[j] += share[i] * values[row];
            }
            double world = 0;
            for (int i = 0; i < n; i++)
                world += share[i] * ofExporter[i];
            foreach ((int row, int i, int j) in period.Rows)
            {
                resistance[row] = ofExporter[i] + ofImporter[j] - world;
                adjusted[row] = values[row] - resistance[row];
            }
        }
        return (new NumberColumn("mr_" + variable, resistance), new NumberColumn(variable + "_adjusted", adjusted));
    }

    internal static void RequirePositive(TradePanel panel, string name, double[] values)
    {
        int[] rows = Rows(panel, values, v => !(v > 0));
        if (rows.Length > 0)
        {
            throw new DataUnfitException("mass-not-positive",
                $"the mass column '{name}' is missing or ≤ 0 in {RowList.Text(rows)}, so the weights of its period are not known: fill the cells "
                + $"or drop the rows with --where \"{name} > 0\"", rows);
        }
    }

    private static void RequireCoordinates(TradePanel panel, string name, double[] values, double bound)
    {
        int[] rows = Rows(panel, values, v => !(Math.Abs(v) <= bound));
        if (rows.Length > 0)
        {
            throw new DataUnfitException("missing-coordinates", string.Create(CultureInfo.InvariantCulture,
                $"column '{name}' is missing or not within ±{bound} degrees in {RowList.Text(rows)}: fill or correct the cells"), rows);
        }
    }

    private static void RequirePresent(TradePanel panel, string name, double[] values)
    {
        int[] rows = Rows(panel, values, double.IsNaN);
        if (rows.Length > 0)
        {
            throw new DataUnfitException("missing-value",
                $"column '{name}' is missing in {RowList.Text(rows)}: an average over partners needs every cell", rows);
        }
    }

    private static void RequireSame(TradePanel panel, string name, double[] values, int[] rows)
    {
        int[] other = [.. rows.Where(row => Math.Abs(values[row] - values[rows[0]]) > 1e-9 * Math.Abs(values[rows[0]])).Select(panel.SourceRow).Order()];
        if (other.Length > 0)
        {
            throw new DataUnfitException("mass-differs",
                $"column '{name}' of the home economy has another value in {RowList.Text(other)} than in row "
                + $"{panel.SourceRow(rows[0]).ToString(CultureInfo.InvariantCulture)} of the same period: it must be one number a period", other);
        }
    }

    private static int[] Rows(TradePanel panel, double[] values, Predicate<double> isBad)
    {
        var rows = new List<int>();
        for (int row = 0; row < values.Length; row++)
            if (isBad(values[row]))
                rows.Add(panel.SourceRow(row));
        return [.. rows];
    }
}
