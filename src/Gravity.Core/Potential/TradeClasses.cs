using System.Globalization;
using Gravity.Core.Wording;

namespace Gravity.Core.Potential;

/// <summary>What actual trade is compared with.</summary>
public enum ClassBase
{
    /// <summary>Actual over predicted trade of a regression for the mean or median, exp(x'b). Ratios lie on both sides of 1.</summary>
    Ols,

    /// <summary>Technical efficiency, actual over frontier potential. Never above 1.</summary>
    Te,
}

/// <summary>One class of the ratio of actual to predicted trade.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">Lower cut, −∞ for the first class.</param>
/// <param name="To">Upper cut, +∞ for the last class.</param>
/// <param name="Count">Rows in it.</param>
public sealed record TradeClass(string Name, double From, double To, int Count)
{
    /// <summary>The name in every language; null where it is given in English only.</summary>
    public Phrase? NamePhrase { get; init; }

    /// <summary>The name in a language.</summary>
    /// <param name="words">The language.</param>
    public string NameIn(Words words) => NamePhrase?.In(words) ?? Name;
}

/// <summary>Rows by class of actual over predicted trade.</summary>
/// <param name="Base">What the ratio is to.</param>
/// <param name="Cuts">The cut points, ascending.</param>
/// <param name="Classes">Cuts + 1 classes, lowest ratio first.</param>
/// <param name="Ratios">The ratio of each row.</param>
/// <param name="ClassOfRow">The class of each row; −1 where the ratio is NaN.</param>
/// <param name="Note">What a reader must know about the base; null when nothing.</param>
public sealed record TradeClassification(
    ClassBase Base, IReadOnlyList<double> Cuts, IReadOnlyList<TradeClass> Classes, double[] Ratios, int[] ClassOfRow, string? Note)
{
    /// <summary>The base as in JSON: <c>ols</c> or <c>te</c>.</summary>
    public string BaseName => Base == ClassBase.Ols ? "ols" : "te";

    /// <summary>The note in every language; null when there is none, or it is given in English only.</summary>
    public Phrase? NotePhrase { get; init; }

    /// <summary>The note in a language, English where there is no other; null when there is none.</summary>
    /// <param name="words">The language.</param>
    public string? NoteIn(Words words) => NotePhrase?.In(words) ?? Note;
}

/// <summary>The classes of the trade-potential literature: huge potential, potential expanding, potential reshaping.</summary>
/// <remarks>
/// With cuts c₁ &lt; … &lt; c_k a ratio is in the first class when ≤ c₁, in the last when ≥ c_k, otherwise in (c_j, c_{j+1}]. Of a single cut the
/// first class has the boundary. With two cuts, by default 0.8 and 1.2, the classes have the literature's names.
/// </remarks>
public static class TradeClasses
{
    /// <summary>The cuts of the literature.</summary>
    public static IReadOnlyList<double> DefaultCuts { get; } = [0.8, 1.2];

    /// <summary>Classes of actual/predicted, e.g. with predicted = exp(x'b) of OLS or the fitted mean of PPML.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="UsageException">The cuts are not positive and ascending (<c>class-cuts</c>).</exception>
    public static TradeClassification OfPredicted(
        IReadOnlyList<double> actual, IReadOnlyList<double> predicted, IReadOnlyList<double>? cuts = null)
    {
        if (actual.Count != predicted.Count)
            throw new ArgumentException($"{actual.Count} flows and {predicted.Count} predictions", nameof(predicted));
        double[] ratios = new double[actual.Count];
        for (int r = 0; r < ratios.Length; r++)
            ratios[r] = actual[r] / predicted[r];
        return Of(ClassBase.Ols, ratios, cuts ?? DefaultCuts);
    }

    /// <summary>Classes of technical efficiency. A class above 1 is then empty by construction, which the note says.</summary>
    /// <exception cref="UsageException">The cuts are not positive and ascending (<c>class-cuts</c>).</exception>
    public static TradeClassification OfEfficiency(IReadOnlyList<double> te, IReadOnlyList<double>? cuts = null) =>
        Of(ClassBase.Te, [.. te], cuts ?? DefaultCuts);

    private static TradeClassification Of(ClassBase classBase, double[] ratios, IReadOnlyList<double> cuts)
    {
        bool valid = cuts.Count > 0;
        for (int k = 0; k < cuts.Count; k++)
            valid &= double.IsFinite(cuts[k]) && cuts[k] > (k == 0 ? 0 : cuts[k - 1]);
        if (!valid)
        {
            string given = string.Join(", ", cuts.Select(Text));
            throw new UsageException("class-cuts", $"class cuts must be positive and ascending, e.g. 0.8, 1.2; given: {given}");
        }

        int[] classOfRow = new int[ratios.Length];
        int[] counts = new int[cuts.Count + 1];
        for (int r = 0; r < ratios.Length; r++)
        {
            classOfRow[r] = ClassOf(ratios[r], cuts);
            if (classOfRow[r] >= 0)
                counts[classOfRow[r]]++;
        }
        TradeClass[] classes = Enumerable.Range(0, counts.Length).Select(k => new TradeClass(
            Name(k, cuts).ToString(), k == 0 ? double.NegativeInfinity : cuts[k - 1], k == cuts.Count ? double.PositiveInfinity : cuts[k], counts[k])
        { NamePhrase = Name(k, cuts) }).ToArray();
        Phrase? note = classBase == ClassBase.Te && cuts[^1] > 1 ? new Phrase("class.empty", ("class", Name(cuts.Count, cuts))) : null;
        return new TradeClassification(classBase, [.. cuts], classes, ratios, classOfRow, note?.ToString()) { NotePhrase = note };
    }

    private static int ClassOf(double ratio, IReadOnlyList<double> cuts)
    {
        if (double.IsNaN(ratio))
            return -1;
        if (cuts.Count > 1 && ratio >= cuts[^1])
            return cuts.Count;
        int k = 0;
        while (k < cuts.Count && ratio > cuts[k])
            k++;
        return k;
    }

    private static Phrase Name(int k, IReadOnlyList<double> cuts)
    {
        if (cuts.Count == 2)
            return new Phrase(k switch { 0 => "class.huge", 1 => "class.expanding", _ => "class.reshaping" });
        if (k == 0)
            return Phrase.Verbatim($"≤ {Text(cuts[0])}");
        if (k == cuts.Count)
            return Phrase.Verbatim(cuts.Count == 1 ? $"> {Text(cuts[^1])}" : $"≥ {Text(cuts[^1])}");
        return Phrase.Verbatim($"{Text(cuts[k - 1])}–{Text(cuts[k])}");
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
