using ScottPlot;

namespace Gravity.Reporting.Charts;

/// <summary>Colours of all charts: the palette of Okabe and Ito (2008), which readers of every colour vision tell apart, and greys.</summary>
internal static class ChartPalette
{
    public static readonly Color Blue = Color.FromHex("#0072B2");
    public static readonly Color Vermilion = Color.FromHex("#D55E00");
    public static readonly Color Ink = Color.FromHex("#1F2328");
    public static readonly Color MutedInk = Color.FromHex("#57606A");
    public static readonly Color Axis = Color.FromHex("#6E7781");
    public static readonly Color Grid = Color.FromHex("#E4E7EB");
    public static readonly Color Connector = Color.FromHex("#CDD3D9");
    public static readonly Color BlueInterval = Color.FromHex("#7DB5D8");
    public static readonly Color BlueBand = Color.FromHex("#CFE3F1");
    public static readonly Color VermilionInterval = Color.FromHex("#EBAE80");
    public static readonly Color UnitLine = Color.FromHex("#C9CFD6");
    public static readonly Color MissingFill = Color.FromHex("#F3F4F6");
    public static readonly Color MissingHatch = Color.FromHex("#B4BCC5");

    /// <summary>Countries of a map that are not in the data.</summary>
    public static readonly Color MapOther = Color.FromHex("#F0F0F0");

    /// <summary>Borders between countries that are not in the data, and the frame of a map.</summary>
    public static readonly Color MapBorder = Color.FromHex("#B4BCC5");

    /// <summary>Coasts.</summary>
    public static readonly Color MapCoast = Color.FromHex("#8C959F");

    /// <summary>Colours of several series, to be told apart by the shape of their marks too.</summary>
    public static readonly Color[] Series =
    [
        Blue, Vermilion, Color.FromHex("#009E73"), Color.FromHex("#8C510A"), Color.FromHex("#CC79A7"), Color.FromHex("#1F2328"), Color.FromHex("#56B4E9"),
    ];

    // Lightness falls all the way, so that the scale can be read in greyscale.
    private static readonly Color[] Ramp =
    [
        Color.FromHex("#F4F8FB"), Color.FromHex("#C6DFEF"), Color.FromHex("#7DB8DC"), Color.FromHex("#2A86BF"), Color.FromHex("#005A94"),
        Color.FromHex("#002B4D"),
    ];

    /// <summary>The colour at a share of the scale; 0 is light, 1 dark. Values outside are those of the ends.</summary>
    public static Color Sequential(double share)
    {
        double place = Math.Clamp(share, 0, 1) * (Ramp.Length - 1);
        int left = Math.Min((int)place, Ramp.Length - 2);
        double weight = place - left;
        return new Color(Mix(Ramp[left].R, Ramp[left + 1].R), Mix(Ramp[left].G, Ramp[left + 1].G), Mix(Ramp[left].B, Ramp[left + 1].B));

        byte Mix(byte a, byte b) => (byte)Math.Round(a + (b - a) * weight);
    }

    /// <summary>White or ink, whichever stands out more on the background.</summary>
    public static Color TextOn(Color background)
    {
        double light = Luminance(background);
        // Contrast ratio of the Web Content Accessibility Guidelines 2.1: (L₁ + 0.05)/(L₂ + 0.05).
        return 1.05 / (light + 0.05) >= (light + 0.05) / (Luminance(Ink) + 0.05) ? Colors.White : Ink;
    }

    /// <summary>Relative luminance in [0, 1] of an sRGB colour.</summary>
    public static double Luminance(Color color) => 0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B);

    private static double Linear(byte channel)
    {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
