namespace Gravity.Core.Data;

/// <summary>A country or territory of ISO 3166-1, or Kosovo, which has codes by agreement of users only.</summary>
/// <param name="Iso2">Two letters, e.g. PL.</param>
/// <param name="Iso3">Three letters, e.g. POL.</param>
/// <param name="Numeric">Three digits, e.g. 616; empty for Kosovo.</param>
/// <param name="English">The short name in English.</param>
/// <param name="Chinese">The short name in Simplified Chinese, as Chinese official statistics write it.</param>
public sealed record Country(string Iso2, string Iso3, string Numeric, string English, string Chinese)
{
    /// <summary>The name in a language.</summary>
    /// <param name="language">A language of <see cref="Wording.Words.Languages"/>; English for any but <c>zh</c>.</param>
    public string Name(string language) => language == "zh" ? Chinese : English;
}
