using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Gravity.Cli.Tests;

/// <summary>Ten units over eight years with known inefficiency, and what users do to such files.</summary>
internal static class SmallPanels
{
    public const string Formula = "ln(exports) ~ ln(gdp) + ln(dist)";

    public const int Rows = 80;

    private sealed record Line(string Id, string Year, string Exports, string Gdp, string Dist);

    public static void WriteAll(string folder)
    {
        Line[] panel = Panel(1);
        Write(folder, "panel.csv", panel);
        File.WriteAllText(Path.Combine(folder, "empty.csv"), "");
        File.WriteAllText(Path.Combine(folder, "header.csv"), "id,year,exports,gdp,dist\n");
        Write(folder, "zero.csv", Changed(panel, l => l with { Exports = "0" }, 5, 10));
        Write(folder, "text.csv", Changed(panel, l => l with { Gdp = "n/a" }, 7));
        Write(folder, "duplicate.csv", Changed(panel, l => l with { Year = "2000" }, 4));
        Write(folder, "one-unit.csv", panel[..8]);
        Write(folder, "one-period.csv", [.. panel.Where(l => l.Year == "2000")]);
        Write(folder, "constant.csv", [.. panel.Select(l => l with { Dist = "5000" })]);
        Write(folder, "all-missing.csv", [.. panel.Select(l => l with { Dist = "" })]);
        Write(folder, "nan.csv", Changed(panel, l => l with { Gdp = "NaN" }, 3, 4, 9));
        Write(folder, "infinite.csv", Changed(panel, l => l with { Gdp = "Inf" }, 6));
        Write(folder, "huge.csv", Changed(panel, l => l with { Gdp = "1e300" }, 2));
        Write(folder, "wrong-skewness.csv", Panel(-1));
        string text = Text(panel);
        using (var gzip = new GZipStream(File.Create(Path.Combine(folder, "panel.csv.gz")), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        File.WriteAllText(Path.Combine(folder, "comma.csv"), text.Replace(',', ';').Replace('.', ','));
    }

    /// <summary>y = 2 + 0.8 ln gdp − 0.5 ln dist + v − s·u with u shared by the rows of a unit's year.</summary>
    private static Line[] Panel(double sign)
    {
        // The generator of Park and Miller (1988): the same panel on every machine.
        long state = 20181014;
        double Uniform()
        {
            state = state * 48271 % 2147483647;
            return state / 2147483647.0;
        }
        double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
        var lines = new List<Line>();
        for (int i = 0; i < 10; i++)
        {
            double dist = 4000 + 700 * i + 300 * Uniform();
            for (int t = 0; t < 8; t++)
            {
                double logGdp = 9 + Normal();
                double u = Math.Abs(Normal());
                double logExports = 2 + 0.8 * logGdp - 0.5 * Math.Log(dist) + 0.15 * Normal() - sign * u;
                lines.Add(new Line($"U{i}", Text(2000 + t), Text(Math.Exp(logExports)), Text(Math.Exp(logGdp)), Text(dist)));
            }
        }
        return [.. lines];
    }

    private static Line[] Changed(Line[] panel, Func<Line, Line> change, params int[] rows) =>
        [.. panel.Select((line, i) => rows.Contains(i + 1) ? change(line) : line)];

    private static void Write(string folder, string name, Line[] panel) => File.WriteAllText(Path.Combine(folder, name), Text(panel));

    private static string Text(Line[] panel) =>
        "id,year,exports,gdp,dist\n" + string.Concat(panel.Select(l => $"{l.Id},{l.Year},{l.Exports},{l.Gdp},{l.Dist}\n"));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
