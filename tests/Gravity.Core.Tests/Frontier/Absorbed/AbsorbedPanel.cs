using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Absorbed;

/// <summary>Trade panels drawn from y = x'β + effects + v − s·u with effects that are correlated with x.</summary>
/// <param name="Design">The rows, sorted by pair, then year.</param>
/// <param name="Exporter">Of each row, from 0.</param>
/// <param name="Importer">Of each row, from 0.</param>
/// <param name="Year">Of each row, from 0.</param>
internal sealed record AbsorbedPanel(Design Design, int[] Exporter, int[] Importer, int[] Year)
{
    /// <summary>Effects by names joined with +: exporter, importer, year, pair, exporter^year, importer^year, all.</summary>
    public EffectSet Effects(string names) => new(Design.RowCount, [.. names.Split('+').Select(name => EffectGroups.Of(name, Codes(name)))]);

    /// <summary>The rows with their effects.</summary>
    public AbsorbedSample With(string names) => new(Design, Effects(names));

    /// <summary>Columns by which a jackknife may split the rows.</summary>
    public SplitDimension[] Dimensions() =>
        [new("exporter", Exporter, Exporter.Max() + 1, false), new("importer", Importer, Importer.Max() + 1, false), new("year", Year, Year.Max() + 1, true)];

    public int[] Codes(string name)
    {
        int exporters = Exporter.Max() + 1, importers = Importer.Max() + 1;
        return [.. Enumerable.Range(0, Design.RowCount).Select(i => name switch
        {
            "exporter" => Exporter[i],
            "importer" => Importer[i],
            "year" => Year[i],
            "pair" => Exporter[i] * importers + Importer[i],
            "exporter^year" => Year[i] * exporters + Exporter[i],
            "importer^year" => Year[i] * importers + Importer[i],
            "all" => 0,
            _ => throw new ArgumentException(name),
        })];
    }

    /// <summary>The same frontier with an indicator a group, those dropped that the others span, in place of the effects.</summary>
    public Design WithIndicators(string names)
    {
        var columns = new List<(string Name, double[] Values)>();
        foreach (string name in names.Split('+'))
        {
            int[] codes = Codes(name);
            foreach (int code in codes.Distinct().Order())
                columns.Add(($"{name}{code}", [.. codes.Select(c => c == code ? 1.0 : 0)]));
        }
        int indicators = columns.Count;
        for (int j = 0; j < Design.Frontier.Columns; j++)
            if (j != Design.Frontier.Intercept)
                columns.Add((Design.Frontier.ColumnNames[j], Design.Frontier.Values.Column(j).ToArray()));
        (List<int> kept, _) = BlockRank.Find(BlockNames.Frontier, columns);
        Matrix x = new(Design.RowCount, kept.Count);
        for (int j = 0; j < kept.Count; j++)
            columns[kept[j]].Values.CopyTo(x.Column(j));
        DesignBlock frontier = new(BlockNames.Frontier, [.. kept.Select(k => columns[k].Name)], x);
        Assert.Equal(Effects(names).Rank.DegreesOfFreedom, kept.Count(k => k < indicators));
        return FrontierSamples.WithoutUnits(FrontierSamples.With(Design, Design.Response, [frontier, .. Design.Blocks.Skip(1)]));
    }

    /// <summary>Some of the rows, in the order given.</summary>
    public AbsorbedPanel Rows(int[] rows) => new(
        Design.Rows(rows), Array.ConvertAll(rows, r => Exporter[r]), Array.ConvertAll(rows, r => Importer[r]), Array.ConvertAll(rows, r => Year[r]));

    /// <summary>Draws a panel of all pairs of different countries; cells are missing at random.</summary>
    public static AbsorbedPanel Draw(
        int exporters, int importers, int years, InefficiencyLaw law, FrontierSide side, RandomSource random, double sigmaU = 0.8, double sigmaV = 0.4, double mu = 0.3,
        FrontierSamples.Indices indices = FrontierSamples.Indices.None, double missing = 0.1, bool pairEffects = false,
        bool countryEffects = true)
    {
        List<int> exporter = [], importer = [], year = [];
        for (int i = 0; i < exporters; i++)
            for (int j = 0; j < importers; j++)
                for (int t = 0; t < years; t++)
                    if (random.NextUniform() >= missing)
                    {
                        exporter.Add(i);
                        importer.Add(j);
                        year.Add(t);
                    }
        int rows = exporter.Count;
        Design plain = FrontierSamples.Design(rows, null, indices, random);
        double s = side == FrontierSide.Production ? 1 : -1;
        double[] Normals(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        double[] ofExporter = Normals(exporters * years), ofImporter = Normals(importers * years), ofPair = Normals(exporters * importers);
        var response = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double effect = (countryEffects ? ofExporter[year[i] * exporters + exporter[i]] + ofImporter[year[i] * importers + importer[i]] : 0)
                + (pairEffects ? ofPair[exporter[i] * importers + importer[i]] : 0);
            double Slope(string block) => plain.Block(block) is { } b ? b.Values[i, 1] : 0;
            double logU = 2 * Math.Log(sigmaU) + 0.4 * Slope(BlockNames.InefficiencyVariance), logV = 2 * Math.Log(sigmaV) + 0.3 * Slope(BlockNames.NoiseVariance);
            double mean = law.HasMean ? mu + 0.5 * Slope(BlockNames.InefficiencyMean) : 0;
            double x1 = plain.Frontier.Values[i, 1] += 0.3 * effect;
            response[i] = effect + 0.5 * x1 - 0.3 * plain.Frontier.Values[i, 2] + Math.Exp(0.5 * logV) * random.NextNormal()
                - s * law.Sample(law.At(mean, logU, law.Shape is null ? double.NaN : law.Shape.Grid[0]), random);
        }
        return new AbsorbedPanel(FrontierSamples.With(plain, response), [.. exporter], [.. importer], [.. year]);
    }
}
