using Gravity.Core.Estimation;
using Gravity.Core.Wording;

namespace Gravity.Cli;

/// <summary>What a code means: of a warning with remedy, example and literature, of an error in a sentence.</summary>
/// <param name="Code">The code.</param>
/// <param name="IsError">Whether it ends a command.</param>
/// <param name="Meaning">What it means; of an error also what to do.</param>
/// <param name="Remedy">What to do about a warning; null for errors.</param>
/// <param name="Example">An example; null for errors.</param>
/// <param name="Literature">Where to read; null for errors.</param>
internal sealed record Explanation(string Code, bool IsError, string Meaning, string? Remedy, string? Example, string? Literature)
{
    private const string Prefix = "explain.";
    private const string Suffix = ".meaning";

    /// <summary>Every code a user may see: warnings, then errors, each by code.</summary>
    public static IReadOnlyList<Explanation> All(Words words) =>
    [
        .. CommandWarnings.All.OrderBy(k => k.Code, StringComparer.Ordinal).Select(k => Of(k, words)),
        .. words.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal) && key.EndsWith(Suffix, StringComparison.Ordinal) && !key.StartsWith("explain.word.", StringComparison.Ordinal))
            .Select(key => key[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal).Select(code => new Explanation(code, true, words[Prefix + code + Suffix], null, null, null)),
    ];

    /// <summary>The explanation of a code; null when there is none. All codes of unknown names are one.</summary>
    public static Explanation? Find(string code, Words words) =>
        All(words).FirstOrDefault(e => e.Code == code)
        ?? (code.StartsWith("unknown-", StringComparison.Ordinal) ? All(words).First(e => e.Code == "unknown") with { Code = code } : null);

    private static Explanation Of(WarningKind kind, Words words) =>
        new(kind.Code, false, kind.MeaningIn(words), kind.RemedyIn(words), Text(words, kind.Code, ".example"), Text(words, kind.Code, ".literature"));

    private static string? Text(Words words, string code, string part) => words.Has(Prefix + code + part) ? words[Prefix + code + part] : null;
}
