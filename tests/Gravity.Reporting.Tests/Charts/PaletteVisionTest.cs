using Gravity.Reporting.Charts;
using Gravity.Reporting.Charts.Maps;
using ScottPlot;

namespace Gravity.Reporting.Tests.Charts;

/// <summary>Colours that stand together are told apart by readers of every colour vision and on a grey print: dichromacy simulated as in Machado,
/// Oliveira and Fernandes (2009, IEEE TVCG 15(6), severity 1.0, on linear RGB), differences as CIE 1976 ΔE*.</summary>
public class PaletteVisionTest
{
    private static readonly (string Name, double[,] Matrix)[] Visions =
    [
        ("normal", new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }),
        ("protanopia", new[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } }),
        ("deuteranopia", new[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } }),
        ("tritanopia", new[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } }),
    ];

    /// <summary>Pairs of colours in one chart, and how different they must be: marks of two kinds 25, a mark and its pale interval 18, a ground and what lies on it 6.</summary>
    public static TheoryData<string, string, string, double> Pairs => new()
    {
        { "actual and potential", Hex(ChartPalette.Blue), Hex(ChartPalette.Vermilion), 25 },
        { "dot and interval", Hex(ChartPalette.Blue), Hex(ChartPalette.BlueInterval), 18 },
        { "potential and interval", Hex(ChartPalette.Vermilion), Hex(ChartPalette.VermilionInterval), 18 },
        { "mean and units", Hex(ChartPalette.Blue), Hex(ChartPalette.UnitLine), 25 },
        { "units and band", Hex(ChartPalette.UnitLine), Hex(ChartPalette.BlueBand), 6 },
        { "band and page", Hex(ChartPalette.BlueBand), Hex(Colors.White), 6 },
        { "interval and connector", Hex(ChartPalette.VermilionInterval), Hex(ChartPalette.Connector), 6 },
        { "country without data and sea", Hex(ChartPalette.MapOther), Hex(Colors.White), 4 },
        { "lightest class and country without data", Hex(MapColours(9)[0]), Hex(ChartPalette.MapOther), 6 },
        { "hatching and its ground", Hex(ChartPalette.MissingHatch), Hex(ChartPalette.MissingFill), 15 },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Colours_of_one_chart_differ_in_every_vision(string what, string first, string second, double least)
    {
        foreach ((string name, double[,] matrix) in Visions)
        {
            double difference = Difference(Lab(Color.FromHex(first), matrix), Lab(Color.FromHex(second), matrix));
            Assert.True(difference >= least, FormattableString.Invariant($"{what}, {name}: ΔE* = {difference:F1} < {least}"));
        }

        // On a grey print only lightness is left; actual and potential have different signs besides.
        double grey = Math.Abs(Lab(Color.FromHex(first), Visions[0].Matrix).L - Lab(Color.FromHex(second), Visions[0].Matrix).L);
        Assert.True(grey >= Math.Min(least, what.StartsWith("units and", StringComparison.Ordinal) ? 2 : 4),
            FormattableString.Invariant($"{what}, grey: {grey:F1}"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Neighbouring_classes_of_a_map_differ_in_every_vision_and_in_grey(int count)
    {
        Color[] colours = MapColours(count);
        for (int k = 0; k + 1 < count; k++)
        {
            foreach ((string name, double[,] matrix) in Visions)
            {
                ((double L, double A, double B) light, (double L, double A, double B) dark) = (Lab(colours[k], matrix), Lab(colours[k + 1], matrix));
                Assert.True(Difference(light, dark) >= 7, FormattableString.Invariant($"classes {k} and {k + 1} of {count}, {name}: {Difference(light, dark):F1}"));
                Assert.True(light.L - dark.L >= 6, FormattableString.Invariant($"classes {k} and {k + 1} of {count}, {name}, lightness: {light.L - dark.L:F1}"));
            }
        }
    }

    private static Color[] MapColours(int count)
    {
        var classes = new MapClasses([.. Enumerable.Range(0, count + 1).Select(k => (double)k)], [], OpenBelow: false, OpenAbove: false);
        return [.. Enumerable.Range(0, count).Select(classes.Colour)];
    }

    private static string Hex(Color colour) => colour.ToHex();

    private static double Difference((double L, double A, double B) x, (double L, double A, double B) y) =>
        Math.Sqrt(Math.Pow(x.L - y.L, 2) + Math.Pow(x.A - y.A, 2) + Math.Pow(x.B - y.B, 2));

    /// <summary>CIE L*a*b* (D65) of a colour as seen through a matrix on linear RGB.</summary>
    private static (double L, double A, double B) Lab(Color colour, double[,] vision)
    {
        double[] rgb = [Linear(colour.R), Linear(colour.G), Linear(colour.B)];
        double[] seen = [.. Enumerable.Range(0, 3).Select(i => Math.Clamp(Enumerable.Range(0, 3).Sum(k => vision[i, k] * rgb[k]), 0, 1))];
        double x = F((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
        double y = F(0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
        double z = F((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
        return (116 * y - 16, 500 * (x - y), 200 * (y - z));

        static double Linear(byte channel) => channel / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);

        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
}
