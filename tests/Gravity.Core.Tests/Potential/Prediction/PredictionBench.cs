using System.Globalization;
using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Potential.Prediction;

/// <summary>A square panel of flows between countries, with exporter-year and importer-year effects, and fits of it.</summary>
internal static class PredictionBench
{
    public const string Structural = "ln(dist) + border | exporter^year + importer^year";

    /// <summary>Exporters × importers × years, some flows 0.</summary>
    public static TradePanel Panel(int countries = 9, int years = 3, long seed = 5) =>
        CsvPanelReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Text(countries, years, seed))), "flows.csv");

    /// <summary>The same as a file.</summary>
    public static string Text(int countries = 9, int years = 3, long seed = 5)
    {
        var random = new RandomSource(seed, 0);
        double[] place = [.. Enumerable.Range(0, countries).Select(_ => 10 * random.NextUniform())];
        double[,] exporter = new double[countries, years], importer = new double[countries, years];
        for (int c = 0; c < countries; c++)
            for (int t = 0; t < years; t++)
                (exporter[c, t], importer[c, t]) = (random.NextNormal(), random.NextNormal());
        var text = new StringBuilder("exporter,importer,year,flow,dist,border,mass,demand\n");
        for (int t = 0; t < years; t++)
        {
            for (int i = 0; i < countries; i++)
            {
                for (int j = 0; j < countries; j++)
                {
                    if (i == j)
                        continue;
                    double distance = 0.5 + Math.Abs(place[i] - place[j]), border = (i + j) % 4 == 0 ? 1 : 0;
                    double mean = Math.Exp(3 + exporter[i, t] + importer[j, t] - 0.8 * Math.Log(distance) + 0.5 * border);
                    double flow = random.NextUniform() < 0.1 ? 0 : mean * Math.Exp(0.3 * random.NextNormal() - Math.Abs(random.NextNormal()));
                    text.Append(CultureInfo.InvariantCulture, $"C{i},C{j},{2000 + t},{flow:R},{distance:R},{border},{exporter[i, t]:R},{importer[j, t]:R}\n");
                }
            }
        }
        return text.ToString();
    }

    public static ModelRequest Request(string model, string right, string vce = "robust") => new()
    {
        Model = model,
        Formula = $"{(model == "ols" || model == "half-normal" ? "ln(flow)" : "flow")} ~ {right}",
        Where = model == "ols" || model == "half-normal" ? "flow > 0" : null,
        Unit = ["exporter", "importer"],
        Time = "year",
        Vce = vce,
    };

    public static ModelFit Fit(TradePanel panel, string model, string right, string vce = "robust", string? where = null)
    {
        ModelRequest request = Request(model, right, vce);
        return ModelRunner.Fit(where is null ? request : request with { Where = request.Where is null ? where : $"({request.Where}) && ({where})" }, panel, new FitOptions());
    }
}
