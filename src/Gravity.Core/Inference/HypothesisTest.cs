using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>A test statistic against its reference law.</summary>
/// <param name="Statistic">The statistic; NaN when it cannot be formed (see <see cref="Note"/>).</param>
/// <param name="DegreesOfFreedom">Degrees of freedom; of a mixture, the highest.</param>
/// <param name="P">P(reference ≥ statistic).</param>
/// <param name="Reference">The law in words, e.g. <c>χ²(2)</c>, <c>F(2, 15)</c>, <c>½χ²(0) + ½χ²(1)</c>.</param>
public sealed record HypothesisTest(double Statistic, double DegreesOfFreedom, double P, string Reference)
{
    /// <summary>Denominator degrees of freedom of an F statistic; ∞ otherwise.</summary>
    public double DenominatorDegreesOfFreedom { get; init; } = double.PositiveInfinity;

    /// <summary>What a reader must know, one sentence; null when there is nothing.</summary>
    public string? Note => NotePhrase?.ToString();

    /// <summary>The note in every language.</summary>
    public Phrase? NotePhrase { get; init; }
}
